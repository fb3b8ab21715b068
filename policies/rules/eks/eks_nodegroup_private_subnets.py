"""Nodes are in subnets that the internet does not reach.

Why: a node with a public address is one open port away from the internet, with every pod's data on it.
Fix: set `subnet_ids` to subnets whose route table leads out through a NAT gateway or not at all.
"""

from policies.facts.clusters import NODE_GROUPS
from policies.facts.subnets import SUBNETS, is_public
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=NODE_GROUPS,
    controls=Controls(
        cis_eks="5.4.3",
    ),
)
def eks_nodegroup_private_subnets(nodes: Resource) -> Findings:
    subnets = nodes["subnetIds"]
    public = subnets.some(lambda one: nodes.stack.some_referred(one, SUBNETS, is_public))
    return nodes.forbid(public, subnets)
