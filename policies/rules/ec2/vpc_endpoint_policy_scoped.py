"""Endpoints of a VPC let through what is one's own, not everything.

Why: an open endpoint for S3 copies data into any bucket of any account, and no firewall sees where it goes.
Fix: set `policy` on the `VpcEndpoint` so that it names resources, principals or actions, or demands
`aws:ResourceOrgID` or `aws:PrincipalOrgID`.
"""

from policies.facts.policy_document import Statement, statements
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, every

OWNERS = (
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:ResourceOrgPaths",
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
)


@rule(
    severity=Severity.MEDIUM,
    types=("aws:ec2/vpcEndpoint:VpcEndpoint",),
)
def vpc_endpoint_policy_scoped(endpoint: Resource) -> Findings:
    policy = endpoint["policy"]
    bound = endpoint.stack.bound_to(endpoint, ("aws:ec2/vpcEndpointPolicy:VpcEndpointPolicy",), by="vpcEndpointId")
    scoped = policy.is_set() & _is_scoped(policy) | bound.some(lambda one: _is_scoped(one["policy"]))
    # Those of load balancers and of other accounts' services take no policy.
    takes_one = endpoint["vpcEndpointType"].equals(None, "Gateway", "Interface") & endpoint["serviceName"].matches(
        r"(aws\.|cn\.)*com\.amazonaws\.(?!vpce\.)[\w.-]+"
    )
    return endpoint.require(~takes_one | scoped, policy)


def _is_scoped(policy: Node) -> Truth:
    return every(~_is_open(one) for one in statements(policy))


def _is_open(statement: Statement) -> Truth:
    everything = statement.names_action(r"\*") & statement.is_for_any_resource() & statement.is_for_all()
    return statement.allows() & everything & ~statement.has_condition(*OWNERS)
