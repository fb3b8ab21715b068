"""Repositories delete the images that nobody needs any more.

Why: images of models are many gigabytes each; every build adds one, and storage is billed for all of them for ever.
Fix: add an `ecr.LifecyclePolicy` for the repository.
"""

from policies.facts.policy_document import parsed
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POLICIES = ("aws:ecr/lifecyclePolicy:LifecyclePolicy",)


@rule(
    severity=Severity.LOW,
    types=("aws:ecr/repository:Repository",),
    controls=Controls(
        fsbp="ECR.3",
    ),
)
def ecr_lifecycle(repository: Resource) -> Findings:
    bound = repository.stack.bound_to(repository, POLICIES, by="repository")
    expires = bound.some(lambda one: parsed(one["policy"])["rules"].is_set())
    return repository.require(expires, detail="no lifecycle policy is bound to it")
