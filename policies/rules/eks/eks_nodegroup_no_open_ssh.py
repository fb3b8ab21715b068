"""Nodes that take SSH take it from named security groups.

Why: EKS opens port 22 of such nodes to the whole internet if it is not told to whom.
Fix: set `source_security_group_ids` in `remote_access`; better, leave `remote_access` out and use Session Manager.
"""

from policies.facts.clusters import NODE_GROUPS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.CRITICAL,
    types=NODE_GROUPS,
)
def eks_nodegroup_no_open_ssh(nodes: Resource) -> Findings:
    access = nodes["remoteAccess"]
    groups = access["sourceSecurityGroupIds"]
    return nodes.require(~access["ec2SshKey"].is_set() | groups.is_set(), groups)
