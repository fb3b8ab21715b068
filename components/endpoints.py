"""Private doors from the network to AWS services, so that their traffic never crosses the internet."""

from collections.abc import Sequence
from enum import StrEnum

import pulumi
from pulumi_aws import ec2, vpc

from components.account import Account
from components.base import Component
from components.policy_document import Statement, policy_text


class Service(StrEnum):
    """AWS services with an interface endpoint."""

    AUTOSCALING = "autoscaling"
    EC2 = "ec2"
    ECR_API = "ecr.api"
    ECR_IMAGES = "ecr.dkr"
    EKS = "eks"
    EKS_AUTH = "eks-auth"
    ELASTIC_LOAD_BALANCING = "elasticloadbalancing"
    KMS = "kms"
    LOGS = "logs"
    MONITORING = "monitoring"
    SECRETS_MANAGER = "secretsmanager"
    SQS = "sqs"
    SSM = "ssm"
    STS = "sts"


ESSENTIAL = (
    Service.EC2,
    Service.ECR_API,
    Service.ECR_IMAGES,
    Service.EKS,
    Service.EKS_AUTH,
    Service.KMS,
    Service.LOGS,
    Service.SECRETS_MANAGER,
    Service.SQS,
    Service.STS,
)
"""What nodes and the platform's pods call all the time."""


class Endpoints(Component):
    """A gateway endpoint for S3, which is free, and an interface endpoint for each service asked for."""

    security_group_id: pulumi.Output[str]
    """The interface endpoints' security group: HTTPS from the network, nothing else."""

    def __init__(
        self,
        name: str,
        services: Sequence[Service],
        *,
        network: ec2.Vpc,
        subnets: Sequence[ec2.Subnet],
        route_table_ids: pulumi.Output[list[str]],
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__(name, opts)
        account = Account.of(self)
        group = self._security_group(name, network)
        for service in dict.fromkeys(services):
            ec2.VpcEndpoint(
                f"{name}-{service.replace('.', '-')}",
                vpc_id=network.id,
                service_name=pulumi.Output.concat("com.amazonaws.", account.region, ".", service.value),
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=[subnet.id for subnet in subnets],
                security_group_ids=[group.id],
                # The endpoints of `ecr.api` and `ecr.dkr` both serve actions named `ecr:…`.
                policy=policy_text(_ours(f"{service.partition('.')[0]}:*", account)),
                opts=self.child,
            )
        ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=network.id,
            service_name=pulumi.Output.concat("com.amazonaws.", account.region, ".s3"),
            vpc_endpoint_type="Gateway",
            route_table_ids=route_table_ids,
            policy=policy_text(_ours("s3:*", account), _image_layers(account)),
            opts=self.child,
        )
        self.security_group_id = group.id
        self.publish()

    def _security_group(self, name: str, network: ec2.Vpc) -> ec2.SecurityGroup:
        group = ec2.SecurityGroup(
            name, description="Interface endpoints: HTTPS from the network", vpc_id=network.id, opts=self.child
        )
        vpc.SecurityGroupIngressRule(
            f"{name}-https",
            security_group_id=group.id,
            description="HTTPS from the network",
            cidr_ipv4=network.cidr_block,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            opts=self.child,
        )
        return group


def _ours(action: str, account: Account) -> Statement:
    """Only identities of our account pass: a stolen key of another account cannot carry data out through here."""
    return {
        "Sid": "OurAccount",
        "Effect": "Allow",
        "Principal": "*",
        "Action": action,
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalAccount": account.id}},
    }


def _image_layers(account: Account) -> Statement:
    """Registries keep image layers in buckets of their own, and send those who pull from AWS straight to them.

    ECR: https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html; registry.k8s.io: the redirects in
    https://github.com/kubernetes/registry.k8s.io; quay.io the same within one region.
    """
    buckets = (
        pulumi.Output.concat("prod-", account.region, "-starport-layer-bucket"),
        "prod-registry-k8s-io-*",
        "quayio-production-s3",
    )
    return {
        "Sid": "ImageLayers",
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": [pulumi.Output.concat("arn:", account.partition, ":s3:::", bucket, "/*") for bucket in buckets],
    }
