"""Every VPC records what traffic goes in and out of it.

Why: without flow logs nobody can tell where data went, or what an intruder looked at.
Fix: add an `ec2.FlowLog` for the VPC with `traffic_type="ALL"`, or at least `REJECT`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

VPCS = ("aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc")


@rule(
    severity=Severity.MEDIUM,
    types=VPCS,
    controls=Controls(
        cis_aws_3="3.7",
        cis_aws_4="3.7",
        fsbp="EC2.6",
        hipaa="164.308(a)(3)(ii)(A) 164.312(b)",
        gdpr="25 30",
        nist="AC-4(26) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-6(3) AU-6(4) AU-6(6) AU-6(9) AU-8b AU-12a AU-12c "
        "AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) CA-7b CM-5(1)(b) CM-6a CM-9b IA-3(3)(b) "
        "MA-4(1)(a) PM-14a.1 PM-14b PM-31 SI-4(17) SI-7(8)",
    ),
)
def vpc_flow_logs(vpc: Resource) -> Findings:
    logs = vpc.stack.bound_to(vpc, ("aws:ec2/flowLog:FlowLog",), by="vpcId")
    recorded = logs.some(lambda one: one["trafficType"].equals("ALL", "REJECT"))
    return vpc.require(recorded, detail="no flow log of all or of rejected traffic is bound to it")
