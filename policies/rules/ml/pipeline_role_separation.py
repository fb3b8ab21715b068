"""Each step of a pipeline has a role of its own.

Why: with one role for all, whoever gets into the step that reads what customers send can also release a model.
Fix: make an `iam.Role` for each service account (our components do, with `pod_identity`), and different ones for
SageMaker's notebooks, training jobs, models and pipelines.
"""

from policies.facts.clusters import POD_IDENTITIES
from policies.facts.kubernetes import same
from policies.facts.permissions import ROLE
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some, truth

STEPS = (
    ("roleArn", ("aws:sagemaker/notebookInstance:NotebookInstance",)),
    ("defaultUserSettings.executionRole", ("aws:sagemaker/domain:Domain",)),
    ("roleArn", ("aws:sagemaker/trainingJob:TrainingJob",)),
    ("executionRoleArn", ("aws:sagemaker/model:Model",)),
    ("roleArn", ("aws:sagemaker/pipeline:Pipeline",)),
)


@rule(
    severity=Severity.MEDIUM,
    types=(ROLE,),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("GOVERN 2.1",), iso_42001="A.3.2"),
)
def pipeline_role_separation(role: Resource) -> Findings:
    bound = role.stack.bound_to(role, POD_IDENTITIES, by="roleArn")
    accounts = [*((one, Truth.TRUE) for one in bound.certain), *((one, Truth.UNKNOWN) for one in bound.possible)]
    pairs = ((one, other) for number, one in enumerate(accounts) for other in accounts[number + 1 :])
    mixed = some(_differ(one, other) & sure & also for (one, sure), (other, also) in pairs)
    used = [role.stack.bound_to(role, types, by=by) for by, types in STEPS]
    certain = sum(bool(one.certain) for one in used)
    mixed |= truth(certain > 1)
    if certain + sum(bool(one.possible) and not one.certain for one in used) > 1:
        mixed |= Truth.UNKNOWN
    return role.forbid(mixed, detail="several steps share it")


def _differ(one: Resource, other: Resource) -> Truth:
    return some(~same(one[key], other[key]) for key in ("namespace", "serviceAccount"))
