"""The default security group of every VPC is taken over, and lets nothing through.

Why: whatever is started without a group of its own lands in it, and its first rules let all its members talk.
Fix: add an `ec2.DefaultSecurityGroup` for the VPC without `ingress` and `egress`.
"""

from policies.facts.security_groups import DEFAULT_GROUPS, EGRESS_RULES, INGRESS_RULES, RULES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

VPCS = ("aws:ec2/vpc:Vpc",)


@rule(
    severity=Severity.HIGH,
    types=(*VPCS, *DEFAULT_GROUPS),
    controls=Controls(
        cis_aws_3="5.4",
        cis_aws_4="5.5",
        fsbp="EC2.2",
        hipaa="164.312(e)(1)",
        nist="AC-4(21) AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) CM-6a CM-9b SC-7a SC-7c SC-7(5) SC-7(7) "
        "SC-7(11) SC-7(12) SC-7(16) SC-7(21) SC-7(24)(b) SC-7(25) SC-7(26) SC-7(27) SC-7(28)",
    ),
)
def vpc_default_sg_closed(resource: Resource) -> Findings:
    stack = resource.stack
    if resource.type in VPCS:
        taken_over = stack.bound_to(resource, DEFAULT_GROUPS, by="vpcId").some()
        return resource.require(taken_over, detail="its default security group is left as AWS made it")
    findings = [
        found for key in ("ingress", "egress") for found in resource.forbid(resource[key].is_set(), resource[key])
    ]
    for types in (RULES, INGRESS_RULES, EGRESS_RULES):
        rules = stack.bound_to(resource, types, by="securityGroupId")
        findings += resource.forbid(rules.some(), detail="rules of their own open it")
    return findings
