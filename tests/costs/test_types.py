"""Every type that the stacks declare has a price, is free with a source, or says why it has none."""

from __future__ import annotations

import pytest

from costs.services import ANSWERS, kind
from costs.types import Types

TEAMS_ADD = (
    "aws:sagemaker/endpoint:Endpoint",
    "aws:rds/cluster:Cluster",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:opensearch/domain:Domain",
    "aws:dynamodb/table:Table",
    "aws:lambda/function:Function",
    "aws:efs/fileSystem:FileSystem",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:guardduty/detector:Detector",
    "aws:route53/zone:Zone",
    "aws:ec2/instance:Instance",
    "kubernetes:core/v1:PersistentVolumeClaim",
)
TYPES = Types.load()


@pytest.mark.parametrize("token", TEAMS_ADD)
def test_what_teams_add_has_an_answer(token: str) -> None:
    assert TYPES.answered(token)


def test_what_nobody_thought_of_has_none() -> None:
    assert not TYPES.answered("aws:quantum/ledger:Ledger")
    assert TYPES.unpriced("aws:quantum/ledger:Ledger") == "nothing is known here of what this type costs"


def test_what_is_free_says_why_and_where_that_stands() -> None:
    assert TYPES.free("aws:ec2/vpc:Vpc") == (
        "a network is charged for its gateways, endpoints, addresses and traffic"
        " (https://www.usage.ai/blogs/aws-network-costs/)"
    )
    assert all(" (https://" in why for why in TYPES.costless.values())
    assert TYPES.free("aws:ec2/natGateway:NatGateway") is None


def test_a_bucket_is_charged_and_its_settings_are_not() -> None:
    assert kind("aws:s3/bucket:Bucket") in ANSWERS
    assert TYPES.free("aws:s3/bucket:Bucket") is None
    assert TYPES.free("aws:s3/bucketVersioning:BucketVersioning") is not None


def test_what_a_chart_may_make_is_said() -> None:
    assert TYPES.unseen("kubernetes:helm.sh/v3:Release") == "volumes and load balancers that its objects ask for"
    assert TYPES.unseen("kubernetes:core/v1:ConfigMap") is None
