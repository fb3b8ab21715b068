"""A resource's properties know where they come from; what is required of them becomes findings."""

from __future__ import annotations

from policies.finding import Finding, Outcome
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth

QUEUE = Resource(
    urn="urn::queue",
    type="queue",
    name="queue",
    id="url-1",
    properties={"key": UNKNOWN, "name": "jobs", "tags": {"a": 1}},
    outputs={"arn": "arn:1"},
    property_dependencies={"key": ("urn::key",)},
)


def test_a_property_knows_what_it_is_made_of() -> None:
    assert QUEUE["key"].sources == {"urn::key"}
    assert (QUEUE["tags"]["a"].value, QUEUE["tags"]["a"].path, QUEUE["tags"].sources) == (1, "tags.a", frozenset())
    assert QUEUE.root["name"].value == "jobs"
    assert QUEUE.identifiers() == {"url-1", "arn:1", "jobs"}


def test_what_is_required() -> None:
    at = QUEUE["tags"]["a"]
    assert QUEUE.require(Truth.TRUE, at) == []
    assert QUEUE.require(Truth.FALSE, at, "no") == [Finding("urn::queue", "tags.a", Outcome.VIOLATED, "no")]
    assert QUEUE.require(Truth.UNKNOWN, "x") == [Finding("urn::queue", "x", Outcome.UNKNOWN, "")]
    assert QUEUE.forbid(Truth.TRUE) == [Finding("urn::queue", "", Outcome.VIOLATED, "")]
    assert QUEUE.forbid(Truth.FALSE) == []
