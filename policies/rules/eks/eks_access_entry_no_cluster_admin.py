"""A cluster has no more than two administrators, and none by a group of Kubernetes' own.

Why: each of them reads every secret and every tenant's data; a cluster needs one to deploy and one for emergencies.
Fix: give others `AmazonEKSAdminPolicy` or `AmazonEKSEditPolicy` with an `access_scope` of their namespaces.
"""

from policies.facts.clusters import ACCESS_ENTRIES, ACCESS_POLICIES
from policies.finding import Findings
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

MOST = 2


@rule(
    severity=Severity.HIGH,
    types=(*ACCESS_ENTRIES, *ACCESS_POLICIES),
    controls=Controls(
        cis_eks="4.1.1",
    ),
)
def eks_access_entry_no_cluster_admin(resource: Resource) -> Findings:
    if resource.type in ACCESS_ENTRIES:
        groups = resource["kubernetesGroups"]
        return resource.forbid(groups.contains("system:masters"), groups)
    others = (_is_admin(one) & _is_of_same(one, resource) for one in resource.stack.of(*ACCESS_POLICIES))
    # Whether more hold than the most is what the one after these says when those that hold come first.
    ranked = sorted(others, key=lambda one: one.value, reverse=True)
    too_many = ranked[MOST] if len(ranked) > MOST else Truth.FALSE
    return resource.forbid(_is_admin(resource) & too_many, resource["policyArn"])


def _is_admin(access: Resource) -> Truth:
    policy = access["policyArn"].matches(r"arn:[^:]*:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy")
    return policy & access["accessScope"]["type"].equals("cluster")


def _is_of_same(one: Resource, other: Resource) -> Truth:
    this, that = one["clusterName"], other["clusterName"]
    if one is other or this.sources & that.sources:
        return Truth.TRUE
    if this.sources and that.sources:
        return Truth.FALSE
    return this.satisfies(lambda name: name == that.value) if that.value is not UNKNOWN else Truth.UNKNOWN
