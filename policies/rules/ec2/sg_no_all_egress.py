"""What keeps data or trains models does not reach the whole internet on every port.

Why: a poisoned package in a training job sends out what the job can read, wherever it likes.
Fix: let it reach the VPC's endpoints and the groups that it needs. Groups of databases, caches, file systems, notebooks
and models are meant, and those tagged `tier: data` or `tier: training`.
"""

from policies.facts.attachments import is_for_data, of_group
from policies.facts.security_groups import EGRESS, egress, forbid_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.MEDIUM,
    types=EGRESS,
)
def sg_no_all_egress(resource: Resource) -> Findings:
    return forbid_world(egress(resource), lambda one: one.is_of_any_protocol() & of_group(one.owner, is_for_data))
