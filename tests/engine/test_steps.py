"""What the engine decides for a resource, from what is recorded and what is wanted."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from engine import Operation
from protocol.values import Secret
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.harness import Deployer, Result

ITEM = "test:index:Item"


def item(opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> Any:
    """A program of one item."""
    return lambda: Item("item", opts, **inputs)


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


def test_import_takes_over_what_exists(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["vol-9"] = {"value": "a"}
    result = stack(item(options(import_="vol-9"), value="a"))
    assert result.summary.changes == {"create": 1, "import": 1}
    imported = result.of(ITEM, "item")
    assert (imported.id, imported.import_id, imported.inputs) == ("vol-9", "vol-9", {"value": "a"})
    assert cloud.called("create", "update") == []
    assert stack(item(options(import_="vol-9"), value="a")).summary.changes == {"same": 2}


def test_import_that_differs_from_the_program_is_updated(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["vol-9"] = {"value": "a"}
    result = stack(item(options(import_="vol-9"), value="b"))
    assert result.summary.succeeded
    assert cloud.resources == {"vol-9": {"value": "b"}}
    assert result.of(ITEM, "item").import_id == "vol-9"


def test_import_of_what_does_not_exist_fails(stack: Deployer) -> None:
    result = stack(item(options(import_="vol-9")), succeeds=False)
    assert result.summary.errors == [f"{urn_of('item')}: import failed: there is no resource with id 'vol-9'"]


def test_imported_resource_is_not_replaced_while_the_program_still_imports_it(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["vol-9"] = {"replaceMe": 1}
    result = stack(item(options(import_="vol-9"), replaceMe=2), succeeds=False)
    assert "take the `import_` option out of the program" in result.summary.errors[0]
    assert cloud.resources == {"vol-9": {"replaceMe": 1}}


def test_additional_secret_outputs_and_outputs_of_secret_inputs_are_secret(stack: Deployer) -> None:
    def program() -> None:
        opts = options(additional_secret_outputs=["number"])
        Item("item", opts, value=pulumi.Output.secret("s3cret"), plain=1)

    outputs = stack(program).outputs(ITEM, "item")
    assert outputs == {"number": Secret(1), "value": Secret("s3cret"), "plain": 1}
    assert stack(program).summary.changes == {"same": 2}


def test_secrecy_of_an_input_alone_is_no_change(stack: Deployer) -> None:
    stack(item(value="a"))
    assert stack(lambda: Item("item", value=pulumi.Output.secret("a"))).summary.changes == {"same": 2}


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
    assert state.source_position.partition("#")[0].endswith("test_steps.py")


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


def changes(result: Result) -> dict[str, int]:
    return result.summary.changes


def test_alias_by_name_type_parent_and_urn_keeps_the_resource(stack: Deployer, cloud: Cloud) -> None:
    stack(item(value=1))
    assert changes(stack(lambda: Item("renamed", options(aliases=[pulumi.Alias(name="item")]), value=1))) == {"same": 2}

    def moved() -> None:
        group = Group("group")
        aliases = [pulumi.Alias(name="renamed", parent=pulumi.ROOT_STACK_RESOURCE)]
        Item("renamed", options(parent=group, aliases=aliases), value=1)

    result = stack(moved)
    assert changes(result) == {"same": 2, "create": 1}
    assert [state.urn for state in result.resources if state.type == ITEM] == [
        "urn:pulumi:test::strata::test:index:Group$test:index:Item::renamed"
    ]
    by_urn = ["urn:pulumi:test::strata::test:index:Group$test:index:Item::renamed"]
    assert changes(stack(lambda: Item("item", options(aliases=by_urn), value=1))) == {"same": 2, "delete": 1}
    assert cloud.called("create", "delete") == [("create", "item")]


def test_children_follow_the_alias_of_their_parent(stack: Deployer, cloud: Cloud) -> None:
    def program(group: str, opts: pulumi.ResourceOptions | None = None, type_: str = "test:index:Group") -> Any:
        def declare() -> None:
            parent = pulumi.ComponentResource(type_, group, None, opts)
            first = Item(f"{group}-first", options(parent=parent))
            Item("second", options(parent=parent), value=first.number)

        return declare

    stack(program("old"))
    renamed = stack(program("new", options(aliases=[pulumi.Alias(name="old")])))
    assert changes(renamed) == {"same": 4}
    retyped = stack(program("new", options(aliases=[pulumi.Alias(type_="test:index:Group")]), "test:index:Team"))
    assert changes(retyped) == {"same": 4}
    assert {state.parent.split("::")[2] for state in retyped.resources if state.type == ITEM} == {"test:index:Team"}
    assert cloud.called("delete") == []


def test_alias_of_a_provider_keeps_its_resources(stack: Deployer, cloud: Cloud) -> None:
    def program(name: str, opts: pulumi.ResourceOptions | None = None) -> Any:
        return lambda: Item("item", options(provider=Source(name, opts, region="east")))

    stack(program("old"))
    result = stack(program("new", options(aliases=[pulumi.Alias(name="old")])))
    assert changes(result) == {"same": 3}
    assert result.of(ITEM, "item").provider.startswith(urn_of("new", "pulumi:providers:test"))


def test_renamed_resource_is_recorded_under_its_new_name_even_if_the_program_then_fails(stack: Deployer) -> None:
    """Whatever still mentions the old name is rewritten with it: the state holds together at every moment."""

    def before() -> None:
        first = Item("first")
        Item("second", options(depends_on=[first]), value=first.number)

    def after() -> None:
        Item("renamed", options(aliases=[pulumi.Alias(name="first")]))
        raise pulumi.RunError("enough")

    stack(before)
    result = stack(after, succeeds=False)
    assert result.of(ITEM, "second").dependencies == [urn_of("renamed")]
    assert stack(before).summary.succeeded
