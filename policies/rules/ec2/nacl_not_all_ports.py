"""No network ACL lets the internet reach every port.

Why: an ACL that lets everything in is none at all.
Fix: name the ports that are served, and the range of ports that answers come back to.
"""

from policies.facts.network_acls import NETWORK_ACLS, Entry, forbid_world
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=NETWORK_ACLS,
    controls=Controls(
        cis_aws_3="5.1",
        cis_aws_4="5.2",
    ),
)
def nacl_not_all_ports(resource: Resource) -> Findings:
    return forbid_world(resource, Entry.is_for_all_ports)
