"""The role of nodes may join the cluster, pull images and be administered, and nothing else.

Why: every pod on a node can get at the node's role: what that may do, all of them may.
Fix: give the permissions to the workload instead, by a `PodIdentityAssociation`.
"""

from policies.facts.clusters import is_for_nodes
from policies.facts.permissions import ATTACHMENTS, ROLE, attached
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

INLINE = "aws:iam/rolePolicy:RolePolicy"
NEEDED = (
    "AmazonEKSWorkerNodePolicy|AmazonEKSWorkerNodeMinimalPolicy|AmazonEC2ContainerRegistryReadOnly|"
    "AmazonEC2ContainerRegistryPullOnly|AmazonEKS_CNI_Policy|AmazonSSMManagedInstanceCore"
)


@rule(
    severity=Severity.HIGH,
    types=(*ATTACHMENTS, INLINE),
    controls=Controls(
        cis_eks="5.1.3",
    ),
)
def eks_node_role_minimal(resource: Resource) -> Findings:
    of_nodes = _is_for_nodes(resource)
    if resource.type == INLINE:
        return resource.forbid(of_nodes)
    inline, allowed = resource["inlinePolicies"], rf"arn:[^:]*:iam::aws:policy/({NEEDED})"
    return resource.forbid(of_nodes & inline.is_set(), inline) + [
        found for arn in attached(resource) for found in resource.require(~of_nodes | arn.matches(allowed), arn)
    ]


def _is_for_nodes(resource: Resource) -> Truth:
    if resource.type == ROLE:
        return is_for_nodes(resource)
    named = [one for key in ("role", "roleName", "roles") for one in resource[key].each()]
    return some(resource.stack.some_referred(one, (ROLE,), is_for_nodes) for one in named)
