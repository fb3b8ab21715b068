"""Twenty mistakes that the SDK itself takes: the preview names each, with its place, and nothing is created."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from engine import Operation
from sandbox.aws.server import AwsServer
from tests.harness import Deployer
from tests.sandbox.providers.kubernetes.driver import kubeconfig

Make = Callable[[str, pulumi.ResourceOptions], Any]


def container(**fields: Any) -> dict[str, Any]:
    labels = {"app": "server"}
    pod = {"containers": [{"name": "server", "image": "example.com/server:1", **fields}]}
    return {"selector": {"match_labels": labels}, "template": {"metadata": {"labels": labels}, "spec": pod}}


def deployment(**fields: Any) -> Make:
    return lambda name, opts: k8s.apps.v1.Deployment(name, spec=container(**fields), opts=opts)


def aws_of(cls: Any, **inputs: Any) -> Make:
    return lambda name, opts: cls(name, **inputs, opts=opts)


SSE = {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key": "k"}}
RULE: dict[str, Any] = {"id": "all", "status": "Enabled"}
MISTAKES: dict[str, tuple[Make, str]] = {
    "versioning": (
        aws_of(aws.s3.BucketVersioning, bucket="b", versioning_configuration={"state": "Enabled"}),
        "versioningConfiguration.state: unknown, did you mean 'status'?",
    ),
    "encryption": (
        aws_of(aws.s3.BucketServerSideEncryptionConfiguration, bucket="b", rules=[SSE]),
        "rules[0].applyServerSideEncryptionByDefault.kms_master_key: unknown, did you mean 'kmsMasterKeyId'?",
    ),
    "lifecycle": (
        aws_of(aws.s3.BucketLifecycleConfiguration, bucket="b", rules=[{**RULE, "expiraton": {"days": 1}}]),
        "rules[0].expiraton: unknown, did you mean 'expiration'?",
    ),
    "lifecycle-days": (
        aws_of(aws.s3.BucketLifecycleConfiguration, bucket="b", rules=[{**RULE, "expiration": {"day": 1}}]),
        "rules[0].expiration.day: unknown, did you mean 'days'?",
    ),
    "network": (
        aws_of(aws.eks.Cluster, role_arn="r", vpc_config={"subnet_ids": ["s"], "endpoint_privat_access": True}),
        "vpcConfig.endpoint_privat_access: unknown, did you mean 'endpointPrivateAccess'?",
    ),
    "access": (
        aws_of(aws.eks.Cluster, role_arn="r", vpc_config={"subnet_ids": ["s"]}, access_config={"mode": "API"}),
        "accessConfig.mode: unknown",
    ),
    "scaling": (
        aws_of(
            aws.eks.NodeGroup,
            cluster_name="c",
            node_role_arn="r",
            subnet_ids=["s"],
            scaling_config={"min_size": 0, "max_size": 1, "desired": 0},
        ),
        "scalingConfig.desired: unknown, did you mean 'desiredSize'?",
    ),
    "metadata": (
        aws_of(aws.ec2.LaunchTemplate, metadata_options={"http_token": "required"}),
        "metadataOptions.http_token: unknown, did you mean 'httpTokens'?",
    ),
    "volume": (
        aws_of(
            aws.ec2.LaunchTemplate, block_device_mappings=[{"device_name": "/dev/xvda", "ebs": {"encrpted": "true"}}]
        ),
        "blockDeviceMappings[0].ebs.encrpted: unknown, did you mean 'encrypted'?",
    ),
    "ingress": (
        aws_of(
            aws.ec2.SecurityGroup,
            ingress=[{"protocol": "tcp", "from_port": 1, "to_port": 1, "cidr_block": ["10.0.0.0/8"]}],
        ),
        "ingress[0].cidr_block: unknown, did you mean 'cidrBlocks'?",
    ),
    "scan": (
        aws_of(aws.ecr.Repository, image_scanning_configuration={"scan_on_pusch": True}),
        "imageScanningConfiguration.scan_on_pusch: unknown, did you mean 'scanOnPush'?",
    ),
    "parameter": (
        aws_of(aws.rds.ParameterGroup, family="postgres17", parameters=[{"name": "rds.force_ssl", "val": "1"}]),
        "parameters[0].val: unknown, did you mean 'value'?",
    ),
    "delay": (aws_of(aws.sqs.Queue, delay_seconds="soon"), "delaySeconds"),
    "days": (aws_of(aws.kms.Key, deletion_window_in_days="a week"), "deletionWindowInDays"),
    "resources": (
        deployment(resource={}),
        "spec.template.spec.containers[0].resource: unknown, did you mean 'resources'?",
    ),
    "security": (
        deployment(security_context={"run_as_nonroot": True}),
        "spec.template.spec.containers[0].securityContext.run_as_nonroot: unknown, did you mean 'runAsNonRoot'?",
    ),
    "port": (
        deployment(ports=[{"containerPrt": 80}]),
        "spec.template.spec.containers[0].ports[0].containerPrt: unknown, did you mean 'containerPort'?",
    ),
    "service": (
        lambda name, opts: k8s.core.v1.Service(name, spec={"ports": [{"port": 80, "target_prt": 1}]}, opts=opts),
        "spec.ports[0].target_prt: unknown, did you mean 'targetPort'?",
    ),
    "policy": (
        lambda name, opts: k8s.networking.v1.NetworkPolicy(
            name, spec={"pod_selector": {}, "ingress": [{"form": []}]}, opts=opts
        ),
        "spec.ingress[0].form: unknown, did you mean 'from'?",
    ),
    "budget": (
        lambda name, opts: k8s.policy.v1.PodDisruptionBudget(name, spec={"min_avail": 1}, opts=opts),
        "spec.min_avail: unknown, did you mean 'minAvailable'?",
    ),
}


def program() -> None:
    account = aws.Provider("aws", region="eu-central-1")
    cluster = k8s.Provider("cluster", kubeconfig=kubeconfig())
    both = pulumi.ResourceOptions(providers=[account, cluster])
    group = pulumi.ComponentResource("test:index:Group", "group", None, both)
    inside = pulumi.ResourceOptions(parent=group)
    aws.sns.Topic("sound", opts=inside)
    for name, (make, _) in MISTAKES.items():
        make(name, inside)


def test_every_mistake_is_named_with_its_place_and_nothing_is_created(deploy: Deployer, aws_server: AwsServer) -> None:
    result = deploy(program, operation=Operation.PREVIEW, succeeds=False)
    assert len(MISTAKES) == 20
    told = {error.split(": ", 1)[0].rpartition("::")[2]: error for error in result.summary.errors}
    assert told.keys() == MISTAKES.keys()
    for name, (_, message) in MISTAKES.items():
        assert message in told[name]
    topics = boto3.client(
        "sns",
        region_name="eu-central-1",
        endpoint_url=aws_server.endpoint,
        aws_access_key_id="sandbox",
        aws_secret_access_key="sandbox",
    )
    assert topics.list_topics()["Topics"] == []
