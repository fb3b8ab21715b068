"""Notebooks cannot change what arrived, or what was released.

Why: a cell that is run twice by mistake, or a package that somebody tries out, replaces a released model or deletes the
only copy of the data it was made from.
Fix: give the role of the notebook or the domain no `s3:PutObject` and `s3:DeleteObject` on the raw zone and the bucket
of models; a scratch bucket of its own takes what it makes.
"""

from policies.facts.permissions import ROLE
from policies.facts.tags import PURPOSE, is_tagged
from policies.facts.writers import writes_to
from policies.facts.zones import MODELS, RAW
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

NOTEBOOKS = {
    "roleArn": ("aws:sagemaker/notebookInstance:NotebookInstance",),
    "defaultUserSettings.executionRole": ("aws:sagemaker/domain:Domain",),
    "userSettings.executionRole": ("aws:sagemaker/userProfile:UserProfile",),
}


@rule(
    severity=Severity.HIGH,
    types=(ROLE,),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", iso_42001="A.7.2"),
)
def notebook_no_prod_data_write(role: Resource) -> Findings:
    bound = some(role.stack.bound_to(role, types, by=by).some() for by, types in NOTEBOOKS.items())
    meant = bound | is_tagged(role, PURPOSE, "notebook")
    if meant is Truth.FALSE:
        return []  # most roles: what they may write to takes a look at every bucket
    return role.forbid(meant & writes_to(role, *RAW, *MODELS), detail="it may change the raw zone or released models")
