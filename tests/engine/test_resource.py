"""A resource's state keeps every field of a checkpoint, and leaves out what is empty."""

from __future__ import annotations

from datetime import datetime, tzinfo

import pytest

from engine.errors import StateError
from engine.resource import ResourceState, now
from engine.secrets import Sealer
from protocol.values import UNKNOWN, UNKNOWN_WIRE
from tests.engine.states import sealer, urn_of

FULL = {
    "urn": urn_of("jobs"),
    "custom": True,
    "delete": True,
    "id": "jobs",
    "type": "aws:sqs/queue:Queue",
    "inputs": {"a": 1},
    "outputs": {"b": [None, 2.5, {"c": False}]},
    "parent": "urn:p",
    "protect": True,
    "taint": True,
    "external": True,
    "dependencies": ["urn:d"],
    "initErrors": ["not ready"],
    "provider": "urn:x::id",
    "propertyDependencies": {"a": ["urn:d"], "b": []},
    "pendingReplacement": True,
    "additionalSecretOutputs": ["b"],
    "aliases": ["urn:old"],
    "customTimeouts": {"create": 60.5},
    "importID": "imported",
    "retainOnDelete": True,
    "deletedWith": "urn:w",
    "replaceWith": ["urn:r"],
    "created": "2026-11-21T12:00:28.707056482Z",
    "modified": "2026-11-21T12:00:29.707056482Z",
    "sourcePosition": "project:///stacks/__main__.py#20",
    "stackTrace": [{"sourcePosition": "project:///stacks/__main__.py#20"}, {}],
    "ignoreChanges": ["tags"],
    "hideDiff": [["a", 0]],
    "replaceOnChanges": ["name"],
    "replacementTrigger": 0,
    "refreshBeforeUpdate": True,
    "viewOf": "urn:v",
    "resourceHooks": {"beforeCreate": ["hook"]},
    "extensionRef": "ref",
    "snippetID": "snippet",
    "fieldOfANewerEngine": {"kept": True},
}
"""Every field of the official engine's ResourceV3, in its order, with a value that is not left out."""


def test_every_field_survives_in_the_official_order() -> None:
    written = ResourceState.from_json(FULL, sealer()).to_json(sealer())
    assert written == FULL
    assert list(written) == list(FULL)


def test_empty_fields_are_left_out() -> None:
    state = ResourceState(urn=urn_of("jobs"), custom=False, type="t")
    assert state.to_json(Sealer(None)) == {"urn": urn_of("jobs"), "custom": False, "type": "t"}


def test_null_fields_read_as_empty() -> None:
    record = {"urn": "u", "custom": True, "type": "t", "dependencies": None, "outputs": None}
    state = ResourceState.from_json(record | {"propertyDependencies": {"a": None}}, Sealer(None))
    assert (state.dependencies, state.outputs, state.property_dependencies) == ([], {}, {"a": []})


def test_unknown_values_and_large_numbers_survive() -> None:
    state = ResourceState(urn="u", custom=True, type="t", outputs={"later": UNKNOWN, "large": 2**62 + 1, "whole": 3.0})
    record = state.to_json(Sealer(None))
    assert record["outputs"] == {"large": 2**62 + 1, "later": UNKNOWN_WIRE, "whole": 3}
    assert isinstance(record["outputs"]["whole"], int)
    assert ResourceState.from_json(record, Sealer(None)).outputs["later"] is UNKNOWN


@pytest.mark.parametrize(("key", "value"), [("custom", "yes"), ("inputs", []), ("dependencies", "urn"), ("urn", None)])
def test_a_field_that_holds_something_else_is_refused(key: str, value: object) -> None:
    with pytest.raises(StateError, match=f"{key}: expected a"):
        ResourceState.from_json({"urn": "u", "custom": True, "type": "t", key: value}, Sealer(None))


def test_states_are_the_same_only_if_they_are_one_object() -> None:
    first, second = (ResourceState(urn="u", custom=True, type="t") for _ in range(2))
    assert first != second
    assert first == first  # noqa: PLR0124


def test_name_is_the_logical_name() -> None:
    assert ResourceState(urn=urn_of("a::b"), custom=True, type="t").name == "a::b"


def test_now_is_a_moment_in_utc() -> None:
    assert now().endswith("Z")
    assert datetime.fromisoformat(now()).utcoffset() is not None


@pytest.mark.parametrize(
    ("microsecond", "written"),
    [(0, "05Z"), (120_000, "05.12Z"), (123_450, "05.12345Z"), (1, "05.000001Z")],
)
def test_now_is_written_as_go_writes_it(monkeypatch: pytest.MonkeyPatch, microsecond: int, written: str) -> None:
    class Fixed(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Fixed:
            return cls(2026, 1, 2, 3, 4, 5, microsecond, tz)

    monkeypatch.setattr("engine.resource.datetime", Fixed)
    assert now() == f"2026-01-02T03:04:{written}"
