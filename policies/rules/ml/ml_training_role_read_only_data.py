"""What trains may read datasets, and not change them.

Why: a training script runs what its authors and a hundred packages wrote: with write access, one of them poisons the
data of every later model.
Fix: give the role of the training job, or the one tagged `purpose: training`, `s3:GetObject` on the datasets alone, and
`s3:PutObject` where its results go.
"""

from policies.facts.permissions import ROLE
from policies.facts.tags import PURPOSE, is_tagged
from policies.facts.training import TRAINING_JOBS
from policies.facts.writers import writes_to
from policies.facts.zones import DATASETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=(ROLE,),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.7",), iso_42001="A.7.2"),
)
def ml_training_role_read_only_data(role: Resource) -> Findings:
    trains = is_tagged(role, PURPOSE, "training") | role.stack.bound_to(role, TRAINING_JOBS, by="roleArn").some()
    if trains is Truth.FALSE:
        return []  # most roles: what they may write to takes a look at every bucket
    return role.forbid(trains & writes_to(role, *DATASETS), detail="it may change datasets")
