"""What the program wants of one resource."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import resource_pb2

from engine.errors import ProgramError, UnsupportedError
from engine.goal import from_registration, seconds, source_position
from engine.urn import make
from protocol.values import UNKNOWN, Secret, encode
from tests.engine.programs import Item, options, urn_of
from tests.engine.states import queue
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_options_are_recorded(stack: Deployer) -> None:
    def program() -> None:
        first = Item("first")
        Item(
            "item",
            options(
                protect=True,
                retain_on_delete=True,
                deleted_with=first,
                depends_on=[first],
                ignore_changes=["a"],
                replace_on_changes=["b"],
                custom_timeouts=pulumi.CustomTimeouts(create="10m", delete="1h30m"),
            ),
            value=first.number,
        )

    state = stack(program).of(ITEM, "item")
    assert state.protect
    assert state.retain_on_delete
    assert state.deleted_with == urn_of("first")
    assert state.dependencies == [urn_of("first")]
    assert state.property_dependencies == {"value": [urn_of("first")]}
    assert (state.ignore_changes, state.replace_on_changes) == (["a"], ["b"])
    assert state.custom_timeouts == {"create": 600.0, "delete": 5400.0}
    assert state.source_position.startswith("project:///../")
    assert state.source_position.partition("#")[0].endswith("test_goal.py")


def request(**fields: Any) -> Any:
    return resource_pb2.RegisterResourceRequest(type="t:i:T", name="n", custom=True, **fields)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90s", 90), ("10m", 600), ("1h30m", 5400), ("1.5h", 5400), ("250ms", 0.25), ("2us", 2e-6), ("1h0m1s", 3601)],
)
def test_seconds(text: str, expected: float) -> None:
    assert seconds(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "10", "ten minutes", "10 m", "5m later", "-5m", "m"])
def test_timeout_that_is_no_duration_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ProgramError, match=r"is not a duration; one looks like 90s, 10m or 1h30m"):
        seconds(text)


def test_timeouts_are_seconds_by_verb() -> None:
    timeouts = resource_pb2.RegisterResourceRequest.CustomTimeouts(create="1m", delete="2m", update="3m", read="4m")
    assert from_registration(request(customTimeouts=timeouts), "/p").custom_timeouts == {
        "create": 60,
        "update": 180,
        "delete": 120,
        "read": 240,
    }
    assert from_registration(request(), "/p").custom_timeouts == {}


@pytest.mark.parametrize(
    ("fields", "feature"),
    [
        ({"remote": True}, "remote components"),
        ({"transforms": [{"token": "x"}]}, "resource transforms"),
        ({"packageRef": "x"}, "parameterized packages"),
        ({"envVarMappings": {"A": "B"}}, "provider environment variables"),
        ({"pluginChecksums": {"linux": b"x"}}, "plugin checksums"),
        ({"hooks": {"before_create": ["x"]}}, "resource hooks"),
    ],
)
def test_unsupported_wish_is_named(fields: Any, feature: str) -> None:
    with pytest.raises(UnsupportedError) as error:
        from_registration(request(**fields), "/p")
    assert str(error.value).startswith(f"t:i:T 'n': {feature}")


def test_every_unsupported_wish_is_named_at_once() -> None:
    with pytest.raises(UnsupportedError, match="remote components, parameterized packages are not supported"):
        from_registration(request(remote=True, packageRef="x"), "/p")


def test_inputs_are_decoded_and_handed_on_as_they_came() -> None:
    inputs = {"size": 1, "token": Secret("s"), "later": UNKNOWN}
    goal = from_registration(request(object=encode(inputs)), "/p")
    assert goal.inputs == inputs
    assert goal.wire == encode(inputs)


@pytest.mark.parametrize(
    ("fields", "wish"),
    [
        ({}, None),
        ({"deleteBeforeReplace": True, "deleteBeforeReplaceDefined": True}, True),
        ({"deleteBeforeReplaceDefined": True}, False),
        ({"deleteBeforeReplace": True}, None),
    ],
)
def test_delete_before_replace_is_a_wish_only_if_the_program_said_so(fields: Any, wish: bool | None) -> None:
    assert from_registration(request(**fields), "/p").delete_before_replace is wish


def test_lists_that_the_sdk_gives_in_any_order_are_sorted() -> None:
    """So that nothing looks changed from run to run."""
    dependencies = {"b": {"urns": ["y", "x"]}, "a": {"urns": ["z"]}}
    goal = from_registration(request(dependencies=["y", "x"], propertyDependencies=dependencies), "/p")
    assert goal.dependencies == ["x", "y"]
    assert list(goal.property_dependencies.items()) == [("a", ["z"]), ("b", ["x", "y"])]


def test_replacement_trigger() -> None:
    from google.protobuf.struct_pb2 import Value

    assert from_registration(request(), "/p").replacement_trigger is None
    assert from_registration(request(replacement_trigger=Value(string_value="v2")), "/p").replacement_trigger == "v2"


@pytest.mark.parametrize(
    ("uri", "position"),
    [
        ("file:///p/stacks/__main__.py", "project:///stacks/__main__.py#12"),
        ("file:///elsewhere/a%20b.py", "project:///../elsewhere/a b.py#12"),
        ("", ""),
    ],
)
def test_source_position_is_relative_to_the_project(uri: str, position: str) -> None:
    fields = {"sourcePosition": {"uri": uri, "line": 12}}
    assert from_registration(request(**fields), "/p").source_position == position


def test_wanted_state_keeps_when_the_recorded_one_was_made() -> None:
    goal = from_registration(request(protect=True), "/p")
    urn = make("dev", "golden", "t:i:T", "n", parent="")
    new = goal.state(urn, None)
    assert (new.created, new.modified, new.protect, new.id) == ("", "", True, "")
    old = queue("n", created="2026-01-01T00:00:00Z", modified="2026-01-02T00:00:00Z")
    kept = goal.state(urn, old)
    assert (kept.created, kept.modified, kept.id) == (old.created, old.modified, "")


@pytest.mark.parametrize("uri", ["x:", "http://[", "file://host"])
def test_a_source_position_that_is_no_path_is_left_out(uri: str) -> None:
    request = resource_pb2.RegisterResourceRequest(sourcePosition={"uri": uri, "line": 3})
    assert source_position(request, "/project") == ""
