"""Engines of RDS, their logs and their parameter groups."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.databases import PARAMETER_GROUPS, exports_logs, is_of_engine, is_replica_of_another, sets
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(type_: str = "aws:rds/instance:Instance", **properties: Any) -> Resource:
    return Resource(urn="urn::one", type=type_, name="one", properties=properties)


@pytest.mark.parametrize(
    ("engine", "known"), [("oracle-se2", T), ("oracle", T), ("custom-oracle-ee", F), ("postgres", F), (UNKNOWN, U)]
)
def test_editions_are_of_their_engine(engine: Any, known: Truth) -> None:
    assert is_of_engine(resource(engine=engine), "oracle") is known


def test_aurora_is_an_engine_of_its_own() -> None:
    assert is_of_engine(resource(engine="aurora-postgresql"), "postgres") is F


@pytest.mark.parametrize(
    ("engine", "logs", "known"),
    [
        ("postgres", ["upgrade", "postgresql"], T),
        ("postgres", ["postgresql"], F),
        ("aurora-postgresql", ["postgresql"], T),
        ("mysql", ["error", "slowquery", "general"], T),
        ("mysql", None, F),
        ("mysql", UNKNOWN, U),
        (UNKNOWN, ["postgresql"], U),
        ("an engine to come", None, T),
    ],
)
def test_logs_that_are_worth_having(engine: Any, logs: Any, known: Truth) -> None:
    assert exports_logs(resource(engine=engine, enabledCloudwatchLogsExports=logs)) is known


@pytest.mark.parametrize(
    ("parameter", "known"),
    [
        ({"name": "rds.force_ssl", "value": "1"}, T),
        ({"name": "rds.force_ssl", "value": 1}, T),
        ({"name": "rds.force_ssl", "value": "0"}, F),
        ({"name": "rds.force_ssl", "value": UNKNOWN}, U),
        ({"name": UNKNOWN, "value": "1"}, U),
        ({"name": "other", "value": "1"}, F),
    ],
)
def test_what_a_parameter_group_sets(parameter: dict[str, Any], known: Truth) -> None:
    assert sets(resource(*PARAMETER_GROUPS, parameters=[parameter]), "rds.force_ssl", "1|on") is known


def test_replicas_of_instances_and_of_clusters() -> None:
    assert is_replica_of_another(resource(replicateSourceDb="other")) is T
    assert is_replica_of_another(resource("aws:rds/cluster:Cluster", replicationSourceIdentifier="arn")) is T
    assert is_replica_of_another(resource()) is F
