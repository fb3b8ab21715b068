"""Each registration of the program is brought about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi

from engine import Operation
from engine.events import DiagnosticEvent
from protocol.provider import ProviderError
from protocol.values import UNKNOWN, decode
from tests.engine.memory_provider import Cloud, MemoryProvider, failing
from tests.engine.programs import Group, Item, item, options, two_items, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_preview_reports_every_wrong_input_at_once(stack: Deployer, cloud: Cloud) -> None:
    """A resource that is refused leaves its outputs unknown; what depends on it is still checked."""

    def program() -> None:
        one = Item("one", badName=1, badSize=2)
        Item("two", value=one.number, badColour=3)

    result = stack(program, operation=Operation.PREVIEW, succeeds=False)
    assert sorted(result.summary.errors) == [
        f"{urn_of('one')}: badName: is unknown",
        f"{urn_of('one')}: badSize: is unknown",
        f"{urn_of('two')}: badColour: is unknown",
    ]


def test_wrong_input_stops_an_up(stack: Deployer, cloud: Cloud) -> None:
    result = stack(lambda: Item("one", badName=1), succeeds=False)
    assert result.summary.errors == [f"{urn_of('one')}: badName: is unknown"]
    assert cloud.resources == {}


def test_components_record_their_outputs_and_parent_their_children(stack: Deployer) -> None:
    def program() -> None:
        group = Group("group")
        item = Item("item", options(parent=group), value="a")
        group.register_outputs({"number": item.number})

    result = stack(program)
    group, item = result.of("test:index:Group", "group"), result.of("test:index:Item", "item")
    assert group.outputs == {"number": 1}
    assert item.parent == group.urn
    assert item.urn == "urn:pulumi:test::strata::test:index:Group$test:index:Item::item"
    assert stack(program).summary.changes == {"same": 3}


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


def test_unknown_input_is_unknown_to_the_provider_only_in_a_preview(stack: Deployer, cloud: Cloud) -> None:
    seen: list[Any] = []

    class Watching(MemoryProvider):
        def Check(self, request: Any) -> Any:
            if request.name == "second":
                seen.append(decode(request.news)["value"])
            return super().Check(request)

    stack.providers = {"test": lambda: Watching(cloud)}
    planned = stack(two_items, operation=Operation.PREVIEW)
    assert seen == [UNKNOWN]
    assert planned.summary.outputs == {"number": UNKNOWN}
    stack(two_items)
    assert seen == [UNKNOWN, 1]


def test_outputs_that_cannot_change_stay_known_in_a_preview(stack: Deployer) -> None:
    stack(two_items)
    assert stack(two_items, operation=Operation.PREVIEW).summary.outputs == {"number": 1}


def test_program_that_applies_an_unknown_output_is_not_called_back_in_a_preview(stack: Deployer) -> None:
    called: list[int] = []

    def program() -> None:
        Item("first").number.apply(called.append)

    stack(program, operation=Operation.PREVIEW)
    assert called == []
    stack(program)
    assert called == [1]


def test_retained_resource_is_not_deleted_when_it_is_replaced(stack: Deployer, cloud: Cloud) -> None:
    stack(item(options(retain_on_delete=True), replaceMe=1))
    result = stack(item(options(retain_on_delete=True), replaceMe=2))
    assert result.summary.changes == {"same": 1, "replace": 1}
    assert cloud.resources == {"item-1": {"replaceMe": 1}, "item-2": {"replaceMe": 2}}
    assert [state.id for state in result.resources if state.type == ITEM] == ["item-2"]


def test_default_providers_of_two_versions_are_two_providers(stack: Deployer) -> None:
    def program() -> None:
        Item("one", options(version="1.0.0"))
        Item("two", options(version="2.0.0"))
        Item("three", options(version="1.0.0"))

    assert stack(program).names("pulumi:providers:test") == {"default_1_0_0", "default_2_0_0"}


def test_default_provider_is_registered_once_however_many_need_it_at_once(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        for i in range(20):
            Item(f"item{i}")

    assert stack(program).names("pulumi:providers:test") == {"default"}
    assert len(cloud.configurations) == 1


def test_component_that_a_failed_run_did_not_come_to_finish_keeps_its_outputs(stack: Deployer) -> None:
    def program(*, fails: bool) -> Callable[[], None]:
        def declare() -> None:
            group = Group("group")
            if fails:
                raise pulumi.RunError("enough")
            group.register_outputs({"value": 1})

        return declare

    stack(program(fails=False))
    assert stack(program(fails=True), succeeds=False).of("test:index:Group", "group").outputs == {"value": 1}


def test_provider_that_repeats_the_urn_is_quoted_without_it(stack: Deployer, cloud: Cloud) -> None:
    """In the summary and in the events."""
    urn = urn_of("item")
    cloud.failures = failing(("check", "item"), error=ProviderError(f"{urn}: the sandbox does not support it"))
    for operation in (Operation.PREVIEW, Operation.UP):
        result = stack(item(), operation=operation, succeeds=False)
        assert result.summary.errors == [f"{urn}: the sandbox does not support it"]
        (told,) = [event for event in result.events if isinstance(event, DiagnosticEvent)]
        assert (told.urn, told.message) == (urn, f"{urn}: the sandbox does not support it")
    cloud.failures = failing(("create", "item"), error=ProviderError(f"{urn}: no room"))
    assert stack(item(), succeeds=False).summary.errors == [f"{urn}: create failed: no room"]


def test_bug_of_a_provider_is_reported_with_the_resource_and_stops_the_operation(stack: Deployer, cloud: Cloud) -> None:
    cloud.failures = failing(("check", "item"), error=KeyError("Size"))
    result = stack(item(), succeeds=False)
    assert result.summary.errors == [f"{urn_of('item')}: the provider or the engine has a bug: KeyError: 'Size'"]


def test_what_was_only_read_so_far_can_be_taken_over(stack: Deployer, cloud: Cloud) -> None:
    """It is managed from then on, and not deleted on the way."""
    cloud.resources["vol-9"] = {"value": "a"}
    stack(lambda: pulumi.CustomResource(ITEM, "item", {"value": None}, options(id="vol-9")))
    taken = stack(item(options(import_="vol-9"), value="a"))
    assert (taken.of(ITEM, "item").id, taken.of(ITEM, "item").external) == ("vol-9", False)
    assert cloud.called("create", "update", "delete") == []
    assert stack(item(options(import_="vol-9"), value="a")).summary.changes == {"same": 2}
