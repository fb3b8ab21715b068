"""Every connection is recorded, encrypted, for as long as it is asked for."""

from __future__ import annotations

import json

import pulumi
import pytest
from pulumi_aws import ec2

from components.flow_logs import FlowLogs
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, REGION, key
from tests.harness import Result

GROUP = "aws:cloudwatch/logGroup:LogGroup"


@pytest.fixture(scope="module")
def flow(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        network = ec2.Vpc("network", cidr_block="10.0.0.0/16", opts=opts)
        FlowLogs("flow", network=network, key=key("logs", opts), retention_days=90, opts=opts)

    return up(build)


def test_the_log_group_is_encrypted_and_emptied(flow: Result) -> None:
    inputs = flow.inputs(GROUP, "flow")
    assert inputs["kmsKeyId"] == flow.outputs("aws:kms/key:Key", "key-logs")["arn"]
    assert inputs["retentionInDays"] == 90


def test_accepted_and_refused_connections_are_recorded(flow: Result) -> None:
    inputs = flow.inputs("aws:ec2/flowLog:FlowLog", "flow")
    assert inputs["vpcId"] == flow.of("aws:ec2/vpc:Vpc", "network").id
    assert inputs["trafficType"] == "ALL"
    assert inputs["logDestination"] == flow.outputs(GROUP, "flow")["arn"]
    assert inputs["maxAggregationInterval"] == 60


def test_the_role_is_for_our_flow_logs_alone(flow: Result) -> None:
    trust = json.loads(flow.inputs("aws:iam/role:Role", "flow")["assumeRolePolicy"])["Statement"]
    assert trust == [
        {
            "Effect": "Allow",
            "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "StringEquals": {"aws:SourceAccount": ACCOUNT},
                "ArnLike": {"aws:SourceArn": f"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc-flow-log/*"},
            },
        }
    ]


def test_the_role_writes_to_this_group_and_does_nothing_else(flow: Result) -> None:
    policy = json.loads(flow.inputs("aws:iam/policy:Policy", "flow")["policy"])["Statement"]
    assert policy == [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
            "Resource": f"{flow.outputs(GROUP, 'flow')['arn']}:*",
        }
    ]
