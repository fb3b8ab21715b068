"""What the engine decides for a resource, from what is recorded and what is wanted."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from engine import Operation
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, item, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_changed_input_is_an_update_in_place(stack: Deployer, cloud: Cloud) -> None:
    before = stack(item(value="a")).of(ITEM, "item")
    result = stack(item(value="b"))
    after = result.of(ITEM, "item")
    assert result.summary.changes == {"same": 1, "update": 1}
    assert (after.id, after.inputs, after.created) == (before.id, {"value": "b"}, before.created)
    assert after.modified > before.modified
    assert cloud.resources == {"item-1": {"value": "b"}}


def test_replacement_creates_the_new_one_first(stack: Deployer, cloud: Cloud) -> None:
    stack(item(replaceMe=1))
    cloud.calls.clear()
    result = stack(item(replaceMe=2))
    assert result.summary.changes == {"same": 1, "replace": 1}
    assert cloud.called("create", "delete") == [("create", "item"), ("delete", "item")]
    assert cloud.resources == {"item-2": {"replaceMe": 2}}
    assert [state.id for state in result.resources if state.type == ITEM] == ["item-2"]


@pytest.mark.parametrize("asked_by", ["provider", "program"])
def test_replacement_deletes_the_old_one_first_where_that_is_asked_for(
    stack: Deployer, cloud: Cloud, asked_by: str
) -> None:
    name = "onlyOne" if asked_by == "provider" else "replaceMe"
    opts = options(delete_before_replace=True) if asked_by == "program" else None
    stack(item(opts, **{name: 1}))
    cloud.calls.clear()
    result = stack(item(opts, **{name: 2}))
    assert result.summary.changes == {"same": 1, "replace": 1}
    assert cloud.called("create", "delete") == [("delete", "item"), ("create", "item")]


def test_program_can_forbid_to_delete_the_old_one_first(stack: Deployer, cloud: Cloud) -> None:
    opts = options(delete_before_replace=False)
    stack(item(opts, onlyOne=1))
    cloud.calls.clear()
    stack(item(opts, onlyOne=2))
    assert cloud.called("create", "delete") == [("create", "item"), ("delete", "item")]


def test_provider_that_does_not_know_the_difference_has_the_inputs_compared(stack: Deployer, cloud: Cloud) -> None:
    cloud.diff_unknown = True
    stack(item(value={"a": [1, 2]}))
    assert stack(item(value={"a": [1, 2]})).summary.changes == {"same": 2}
    result = stack(item(value={"a": [1, 3]}))
    assert result.summary.changes == {"same": 1, "update": 1}
    step = next(e.json()["resourcePreEvent"]["metadata"] for e in result.events if getattr(e, "op", "") == "update")
    assert step["detailedDiff"] == {"value.a[1]": {"diffKind": "update", "inputDiff": True}}


def test_ignored_changes_keep_what_was_recorded(stack: Deployer, cloud: Cloud) -> None:
    opts = options(ignore_changes=["value.tags.team", "gone"])
    stack(item(opts, value={"tags": {"team": "a", "cost": 1}}, gone=1))
    assert stack(item(opts, value={"tags": {"team": "b", "cost": 1}})).summary.changes == {"same": 2}
    stack(item(opts, value={"tags": {"team": "b", "cost": 2}}))
    assert cloud.resources == {"item-1": {"value": {"tags": {"team": "a", "cost": 2}}, "gone": 1}}


def test_replace_on_changes_turns_an_update_into_a_replacement(stack: Deployer) -> None:
    opts = options(replace_on_changes=["value"])
    stack(item(opts, value=1, other=1))
    assert stack(item(opts, value=1, other=2)).summary.changes == {"same": 1, "update": 1}
    assert stack(item(opts, value=2, other=2)).summary.changes == {"same": 1, "replace": 1}


def test_replacement_trigger_replaces_when_its_value_changes(stack: Deployer) -> None:
    stack(item(options(replacement_trigger=1)))
    assert stack(item(options(replacement_trigger=1))).summary.changes == {"same": 2}
    assert stack(item(options(replacement_trigger=2))).summary.changes == {"same": 1, "replace": 1}


def test_replace_with_follows_the_replacement_of_another(stack: Deployer) -> None:
    def program(value: int) -> Any:
        def declare() -> None:
            first = Item("first", replaceMe=value)
            Item("second", options(replace_with=[first]))

        return declare

    stack(program(1))
    assert stack(program(2)).summary.changes == {"same": 1, "replace": 2}


def test_protected_resource_is_not_replaced(stack: Deployer, cloud: Cloud) -> None:
    stack(item(options(protect=True), replaceMe=1))
    result = stack(item(options(protect=True), replaceMe=2), succeeds=False)
    reason = "it is protected, and a change of replaceMe would replace it"
    assert result.summary.errors == [f"{urn_of('item')}: {reason}; take the `protect` option out of the program first"]
    assert cloud.resources == {"item-1": {"replaceMe": 1}}
    assert stack(item(replaceMe=2)).summary.changes == {"same": 1, "replace": 1}


def test_component_with_changed_inputs_is_updated(stack: Deployer) -> None:
    def program(size: int) -> Any:
        return lambda: pulumi.ComponentResource("test:index:Sized", "sized", {"size": size})

    stack(program(1))
    assert stack(program(1)).summary.changes == {"same": 2}
    # The SDK sends the inputs of local components only on demand; whatever comes is compared.
    assert stack(program(2)).summary.succeeded


def test_component_that_becomes_a_resource_is_replaced(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: pulumi.ComponentResource(ITEM, "item"))
    result = stack(item())
    assert result.summary.changes == {"same": 1, "replace": 1}
    assert cloud.names() == {"item"}
    back = stack(lambda: pulumi.ComponentResource(ITEM, "item"))
    assert back.summary.changes == {"same": 1, "replace": 1}
    assert cloud.resources == {}


def test_secrecy_of_an_input_alone_is_no_change(stack: Deployer) -> None:
    stack(item(value="a"))
    assert stack(lambda: Item("item", value=pulumi.Output.secret("a"))).summary.changes == {"same": 2}


def test_changed_options_alone_are_recorded_without_a_change(stack: Deployer) -> None:
    stack(item())
    result = stack(item(options(protect=True)))
    assert result.summary.changes == {"same": 2}
    assert result.of(ITEM, "item").protect


def test_preview_of_a_replacement_makes_its_outputs_unknown_to_others(stack: Deployer) -> None:
    def program(value: int) -> Any:
        return lambda: Item("second", value=Item("first", replaceMe=value).number)

    stack(program(1))
    planned = stack(program(2), operation=Operation.PREVIEW)
    assert planned.summary.changes == {"same": 1, "replace": 1, "update": 1}


def test_what_is_deleted_with_another_is_replaced_with_it(stack: Deployer, cloud: Cloud) -> None:
    def program(value: int) -> Any:
        def declare() -> None:
            Item("inside", options(deleted_with=Item("namespace", replaceMe=value)))

        return declare

    stack(program(1))
    assert stack(program(2)).summary.changes == {"same": 1, "replace": 2}
    assert cloud.names() == {"namespace", "inside"}
