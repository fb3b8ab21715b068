"""A resource belongs to the outermost component around it."""

from __future__ import annotations

from cli.planned_resources import NO_COMPONENT, components
from engine.resource import ResourceState


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
