"""A resource is found by its URN or by a name that only it has; a mistake is told with what was meant perhaps."""

from __future__ import annotations

import pytest

from engine.resource import ResourceState
from engine.selection import NotSelected, select
from tests.engine.states import queue, snapshot, urn_of

OTHER = "urn:pulumi:dev::golden::aws:s3/bucket:Bucket::jobs"


def bucket() -> ResourceState:
    return ResourceState(urn=OTHER, custom=True, type="aws:s3/bucket:Bucket", id="bucket")


def test_by_urn_and_by_name_once_each_in_the_order_of_the_state() -> None:
    recorded = snapshot(queue("a"), queue("b"), queue("c"))
    assert select(recorded, ["c", urn_of("a"), "a"]) == [recorded.resources[0], recorded.resources[2]]


def test_an_ambiguous_name_lists_the_urns() -> None:
    recorded = snapshot(queue("jobs"), bucket())
    with pytest.raises(NotSelected) as mistake:
        select(recorded, ["jobs"])
    assert str(mistake.value).splitlines() == [
        "'jobs' names 2 resources; give one of",
        f"  {urn_of('jobs')}",
        f"  {OTHER}",
    ]


def test_two_of_one_urn_are_told_apart_by_their_ids() -> None:
    recorded = snapshot(queue("jobs", id="new"), queue("jobs", id="old", delete=True))
    with pytest.raises(NotSelected) as mistake:
        select(recorded, [urn_of("jobs")])
    assert str(mistake.value).splitlines()[1:] == [f"  {urn_of('jobs')}::new", f"  {urn_of('jobs')}::old"]
    assert select(recorded, [f"{urn_of('jobs')}::old"]) == recorded.resources[1:]


def test_every_mistake_is_told_with_the_nearest_name() -> None:
    recorded = snapshot(queue("jobs"), queue("events"))
    with pytest.raises(NotSelected) as mistake:
        select(recorded, ["jobz", "jobs", "zzzzzz", urn_of("event")])
    assert str(mistake.value).splitlines() == [
        "dev has no resource 'jobz'; did you mean jobs?",
        "dev has no resource 'zzzzzz'; `strata state list dev --sandbox` lists them",
        f"dev has no resource '{urn_of('event')}'; did you mean {urn_of('events')}?",
    ]
