"""Networks with private compute reach the AWS services it needs without the internet.

Why: what goes out through a NAT gateway costs by the gigabyte, and needs a way out that data can take, too.
Fix: add an `ec2.VpcEndpoint` for S3 (a gateway), and for `ecr.api`, `ecr.dkr`, `sts`, `logs` and `ec2`. VPCs are meant
in whose subnets clusters, nodes, functions, notebooks or instances of this stack run.
"""

from functools import partial

from policies.facts.subnets import SUBNETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

ENDPOINTS = ("aws:ec2/vpcEndpoint:VpcEndpoint",)
SERVICES = ("s3", r"ecr\.api", r"ecr\.dkr", "sts", "logs", "ec2")
COMPUTE = {
    "subnetId": ("aws:ec2/instance:Instance", "aws:sagemaker/notebookInstance:NotebookInstance"),
    "subnetIds": ("aws:eks/nodeGroup:NodeGroup", "aws:sagemaker/domain:Domain"),
    "vpcConfig.subnetIds": ("aws:eks/cluster:Cluster", "aws:lambda/function:Function"),
    "vpcZoneIdentifiers": ("aws:autoscaling/group:Group",),
}


@rule(
    severity=Severity.MEDIUM,
    types=("aws:ec2/vpc:Vpc",),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="EC2.10",
    ),
)
def vpc_endpoints_present(vpc: Resource) -> Findings:
    endpoints = vpc.stack.bound_to(vpc, ENDPOINTS, by="vpcId")
    used = vpc.stack.bound_to(vpc, SUBNETS, by="vpcId").some(_is_used)
    return [
        found
        for service in SERVICES
        for found in vpc.require(~used | endpoints.some(partial(_is_for, service)), detail=f"none for {service}")
    ]


def _is_used(subnet: Resource) -> Truth:
    return some(subnet.stack.bound_to(subnet, types, by=by).some() for by, types in COMPUTE.items())


def _is_for(service: str, endpoint: Resource) -> Truth:
    return endpoint["serviceName"].matches(rf"(aws\.|cn\.)*com\.amazonaws\.[\w-]+\.{service}")
