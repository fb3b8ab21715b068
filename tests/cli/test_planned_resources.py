"""A resource belongs to the outermost component around it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cli.planned_resources import NO_COMPONENT, NO_TEAM, TEAM_LABEL, components, teams
from engine.resource import ResourceState
from protocol.values import UNKNOWN, Secret


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::strata::{type_}::{name}"


STACK = ResourceState(urn=urn("pulumi:pulumi:Stack", "strata-dev"), type="pulumi:pulumi:Stack", custom=False)


def inside(parent: ResourceState, type_: str, name: str, *, custom: bool = True) -> ResourceState:
    return ResourceState(urn=urn(type_, name), type=type_, custom=custom, parent=parent.urn)


def test_the_outermost_component_counts() -> None:
    queues = inside(STACK, "strata:index:Queues", "queues", custom=False)
    queue = inside(queues, "strata:index:JobQueue", "queues-research", custom=False)
    dead = inside(queue, "aws:sqs/queue:Queue", "queues-research-dead")
    found = components([STACK, queues, queue, dead])
    assert [found[one.urn] for one in (queues, queue, dead)] == ["queues"] * 3


def test_what_the_program_declares_by_itself_has_none() -> None:
    alone = inside(STACK, "aws:s3/bucket:Bucket", "data")
    child = inside(alone, "aws:s3/bucketPolicy:BucketPolicy", "data-policy")
    found = components([STACK, alone, child])
    assert [found[one.urn] for one in (alone, child)] == [NO_COMPONENT] * 2


def test_a_parent_that_is_not_there() -> None:
    orphan = ResourceState(urn=urn("a:b:C", "x"), type="a:b:C", custom=True, parent=urn("a:b:D", "gone"))
    assert components([orphan])[orphan.urn] == NO_COMPONENT


@pytest.mark.parametrize(
    ("inputs", "team"),
    [
        ({"tags": {"team": "research", "owner": "platform"}}, "research"),
        ({"tags": {"owner": "platform"}}, "platform"),
        ({"tagsAll": {"owner": "platform"}, "tags": {"team": "research"}}, "research"),
        ({"metadata": {"labels": {"strata/team": "research"}}}, "research"),
        ({"metadata": Secret({"labels": {"strata/team": "research"}})}, "research"),
        ({"tags": {"team": UNKNOWN}}, NO_TEAM),
        ({"tags": UNKNOWN, "metadata": None}, NO_TEAM),
        ({"metadata": {"labels": UNKNOWN}}, NO_TEAM),
        ({}, NO_TEAM),
    ],
)
def test_whose_a_resource_is(inputs: dict[str, Any], team: str) -> None:
    one = replace(inside(STACK, "aws:s3/bucket:Bucket", "data"), inputs=inputs)
    assert teams([one]) == {one.urn: team}


def test_the_label_of_a_team_is_the_components_own() -> None:
    from components import namespace

    assert namespace.TEAM_LABEL == TEAM_LABEL
