"""A plan asks the server nothing that every sandbox answers alike, and all else as ever."""

from __future__ import annotations

from collections.abc import Callable

import pulumi
import pulumi_aws as aws
import pytest

from engine import Operation
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.planner import PlanningAwsProvider
from tests.harness import Deployer

REGION = {"aws:region": "eu-central-1"}


class Started:
    """Starts the server, and counts how often it was asked to."""

    def __init__(self, server: AwsServer) -> None:
        self.server, self.times = server, 0

    def __call__(self) -> str:
        self.times += 1
        return self.server.endpoint


@pytest.fixture
def started(aws_server: AwsServer) -> Started:
    aws_server.reset()
    return Started(aws_server)


def everything_known() -> None:
    aws.s3.Bucket("data")
    pulumi.export("account", aws.get_caller_identity_output().account_id)
    pulumi.export("arn", aws.get_caller_identity_output().arn)
    pulumi.export("region", aws.get_region_output().region)
    pulumi.export("partition", aws.get_partition_output().partition)
    zones = aws.get_availability_zones_output(
        state="available",
        exclude_zone_ids=["euc1-az3"],
        filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
    )
    pulumi.export("zones", zones.names)
    pulumi.export("ids", zones.zone_ids)


def test_what_is_known_is_told_as_the_server_tells_it(deploy: Deployer, started: Started) -> None:
    asked = deploy(everything_known, REGION, Operation.PREVIEW).summary
    deploy.providers = {"aws": lambda: PlanningAwsProvider(started)}
    planned = deploy(everything_known, REGION, Operation.PREVIEW).summary
    assert planned.outputs == asked.outputs
    assert planned.outputs["zones"] == ["eu-central-1a", "eu-central-1b"]
    assert started.times == 0


@pytest.mark.parametrize(
    "function",
    [
        lambda: aws.get_availability_zones_output(filters=[{"name": "zone-name", "values": ["eu-central-1a"]}]).names,
        lambda: aws.get_region_output(region="cn-north-1").endpoint,
        lambda: aws.get_availability_zones_output(region="cn-north-1").names,
        lambda: aws.iam.get_session_context_output(arn="arn:aws:sts::123456789012:assumed-role/none/x").issuer_arn,
    ],
)
def test_whatever_else_starts_the_server(
    deploy: Deployer, started: Started, function: Callable[[], pulumi.Output[object]]
) -> None:
    def program() -> None:
        pulumi.export("found", function())

    asked = deploy(program, REGION, Operation.PREVIEW, succeeds=False).summary
    deploy.providers = {"aws": lambda: PlanningAwsProvider(started)}
    planned = deploy(program, REGION, Operation.PREVIEW, succeeds=False).summary
    assert started.times >= 1
    assert (planned.outputs, planned.errors) == (asked.outputs, asked.errors)
