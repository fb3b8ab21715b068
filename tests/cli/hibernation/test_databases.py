"""Databases are stopped and started, as far as they are there."""

from __future__ import annotations

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from cli.errors import OperationFailed
from cli.hibernation.databases import declared, running, start, stop
from cli.hibernation.rds import call
from engine.resource import ResourceState
from sandbox.aws.server import AwsServer


@pytest.fixture
def client(aws_server: AwsServer) -> Any:
    """RDS in the sandbox, with two databases."""
    aws_server.reset()
    rds = boto3.client(
        "rds", "eu-central-1", endpoint_url=aws_server.endpoint, aws_access_key_id="x", aws_secret_access_key="x"
    )
    for name in ("a", "b"):
        rds.create_db_instance(
            DBInstanceIdentifier=name,
            Engine="postgres",
            DBInstanceClass="db.t4g.small",
            AllocatedStorage=20,
            MasterUsername="owner",
            MasterUserPassword="not-a-secret",
        )
    return rds


def test_they_stop_and_start_as_often_as_one_likes(client: Any) -> None:
    for _ in range(2):
        stop(client, ["a"])
        assert running(client, ["a", "b", "absent"]) == ["b"]
    for _ in range(2):
        start(client, ["a", "absent"])
        assert running(client, ["a", "b"]) == ["a", "b"]


def test_one_that_is_still_being_stopped_is_told(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cli.hibernation.databases.status", lambda *_: "stopping")
    with pytest.raises(OperationFailed, match="a is still being stopped; try again in a few minutes"):
        start(client, ["a"])


def test_a_refusal_is_told() -> None:
    def refused(**_: str) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "StopDBInstance")

    with pytest.raises(OperationFailed, match=r"a: AWS refuses: .*AccessDenied"):
        call(refused, "a")


def test_those_of_a_state() -> None:
    def state(token: str, **outputs: object) -> ResourceState:
        return ResourceState(urn=f"u::{token}", type=token, custom=True, outputs=dict(outputs))

    rds = "aws:rds/instance:Instance"
    assert declared([state(rds, identifier="b"), state(rds, identifier="a"), state("aws:x/y:Y", identifier="c")]) == [
        "a",
        "b",
    ]
