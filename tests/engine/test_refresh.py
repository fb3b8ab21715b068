"""Reading back how things really are."""

from __future__ import annotations

import pulumi

from engine import Operation
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import Secret
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def two_items() -> None:
    first = Item("first", value="a")
    Item("second", options(depends_on=[first]), value=first.number)


def test_nothing_changes_where_nothing_changed(stack: Deployer, cloud: Cloud) -> None:
    before = stack(two_items).resources
    result = stack(None, operation=Operation.REFRESH)
    assert result.summary.changes == {"same": 2}
    assert [(state.urn, state.modified) for state in result.resources] == [(s.urn, s.modified) for s in before]


def test_change_behind_the_back_is_recorded_and_undone_by_the_next_up(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    cloud.resources["first-1"]["value"] = "tampered"
    planned = stack(None, operation=Operation.REFRESH, dry_run=True)
    assert planned.summary.changes == {"same": 1, "update": 1}
    assert planned.inputs(ITEM, "first") == {"value": "a"}

    result = stack(None, operation=Operation.REFRESH)
    assert result.inputs(ITEM, "first") == {"value": "tampered"}
    assert stack(two_items).summary.changes == {"same": 2, "update": 1}
    assert cloud.resources["first-1"] == {"value": "a"}


def test_up_can_refresh_first(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    cloud.resources["first-1"]["value"] = "tampered"
    assert stack(two_items).summary.changes == {"same": 3}
    stack(two_items, refresh=True)
    assert cloud.resources["first-1"] == {"value": "a"}


def test_what_is_gone_is_forgotten_with_every_mention_of_it(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        parent = Item("first", value="a")
        Item("child", options(parent=parent))
        Item("second", options(depends_on=[parent], deleted_with=parent), value=parent.number)

    stack(program)
    del cloud.resources["first-1"]
    result = stack(None, operation=Operation.REFRESH)
    assert result.summary.changes == {"same": 2, "delete": 1}
    second, child = result.of(ITEM, "second"), result.of(ITEM, "child")
    assert (second.dependencies, second.property_dependencies, second.deleted_with) == ([], {"value": []}, "")
    assert child.parent == urn_of("strata-test", "pulumi:pulumi:Stack")
    assert stack(program).summary.changes["create"] == 1


def test_secrets_stay_secret(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("first", value=pulumi.Output.secret("s3cret"), other=pulumi.Output.secret("x")))
    cloud.resources["first-1"]["value"] = "changed"
    result = stack(None, operation=Operation.REFRESH)
    assert result.inputs(ITEM, "first") == {"value": Secret("changed"), "other": Secret("x")}
    assert result.outputs(ITEM, "first") == {"value": Secret("changed"), "other": Secret("x"), "number": 1}


def test_failure_to_read_is_reported_and_the_other_answers_are_recorded(stack: Deployer, cloud: Cloud) -> None:
    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("read", "first"):
            raise ProviderError("access denied")

    stack(two_items)
    cloud.failures = failures
    result = stack(None, operation=Operation.REFRESH, parallel=1, succeeds=False)
    assert result.summary.errors == [f"{urn_of('first')}: refresh failed: access denied"]
    assert result.names(ITEM) == {"first", "second"}


def test_resource_that_is_not_ready_is_noted(stack: Deployer, cloud: Cloud) -> None:
    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("read", "first"):
            raise InitializationFailed("first-1", {"value": "a", "number": 1}, {"value": "a"}, ["still pulling"])

    stack(two_items)
    cloud.failures = failures
    result = stack(None, operation=Operation.REFRESH)
    assert result.of(ITEM, "first").init_errors == ["still pulling"]


def test_only_targets_are_read(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    cloud.calls.clear()
    stack(None, operation=Operation.REFRESH, targets=(urn_of("second"),))
    assert cloud.called("read") == [("read", "second")]


def test_components_are_not_read(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Group("group"))
    assert stack(None, operation=Operation.REFRESH).summary.changes == {}
