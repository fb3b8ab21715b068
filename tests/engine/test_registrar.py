"""Each registration of the program is brought about."""

from __future__ import annotations

from engine import Operation
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, item, options, urn_of
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
