"""Operations restricted to some resources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine import Operation
from engine.targets import Targets
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def items(**values: Any) -> Callable[[], None]:
    """A program of independent items."""

    def declare() -> None:
        for name, value in values.items():
            Item(name, value=value)

    return declare


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        (urn_of("one"), True),
        (urn_of("on"), False),
        (urn_of("*"), True),
        ("**::one", True),
        ("*::one", False),
        ("**Item**", True),
        ("**.Item**", False),
    ],
)
def test_patterns(pattern: str, *, matches: bool) -> None:
    """`*` stays between colons, `**` does not; everything else stands for itself."""
    assert Targets([pattern]).match(urn_of("one")) is matches


def test_no_pattern_means_everything() -> None:
    assert not Targets(())
    assert Targets(()).match(urn_of("one"))


def test_up_changes_only_targets(stack: Deployer, cloud: Cloud) -> None:
    stack(items(one=1, two=1, three=1))
    result = stack(items(one=2, two=2, four=2), targets=(urn_of("one"),))
    assert result.summary.changes == {"same": 2, "update": 1}
    assert cloud.by_name() == {"one": {"value": 2}, "two": {"value": 1}, "three": {"value": 1}}
    assert result.names(ITEM) == {"one", "two", "three"}


def test_targeted_new_resource_that_needs_an_untargeted_new_one_is_an_error(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        Item("second", options(depends_on=[Item("first")]))

    result = stack(program, targets=(urn_of("second"),), succeeds=False)
    assert result.summary.errors == [
        (
            f"{urn_of('second')}: it is targeted and needs {urn_of('first')}, which does not exist yet and is not "
            "targeted; target it too"
        )
    ]
    assert cloud.resources == {}


def test_target_that_needs_what_the_program_no_longer_declares_keeps_the_state_in_order(
    stack: Deployer, cloud: Cloud
) -> None:
    """What is not targeted stays as recorded, with all it needs before it."""

    def before() -> None:
        first = Item("first")
        Item("second", options(depends_on=[first]), value=1)
        Item("third", value=1)

    stack(before)

    def after() -> None:
        Item("second", value=2)
        Item("third", value=2)

    result = stack(after, targets=(urn_of("third"),))
    assert cloud.names() == {"first", "second", "third"}
    assert result.of(ITEM, "second").dependencies == [urn_of("first")]
    assert stack(after).summary.changes == {"same": 2, "update": 1, "delete": 1}


def test_destroy_of_targets_demands_their_dependents(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        first = Item("first")
        Item("second", options(depends_on=[first]))
        Item("child", options(parent=first))
        Item("third")

    stack(program)
    child = f"urn:pulumi:test::strata::{ITEM}${ITEM}::child"
    refused = stack(None, operation=Operation.DESTROY, targets=(urn_of("first"),), succeeds=False)
    assert sorted(refused.summary.errors) == [
        f"{urn}: it depends on the targeted {urn_of('first')}, but is not targeted itself; target it too"
        for urn in sorted([child, urn_of("second")])
    ]
    assert cloud.names() == {"first", "second", "child", "third"}

    stack(None, operation=Operation.DESTROY, targets=(urn_of("first"), urn_of("second"), child))
    assert cloud.names() == {"third"}


def test_target_that_matches_nothing_is_an_error(stack: Deployer) -> None:
    stack(items(one=1))
    result = stack(None, operation=Operation.DESTROY, targets=(urn_of("on"),), succeeds=False)
    assert result.summary.errors == [f"no resource of the stack matches the target {urn_of('on')}"]
    everywhere = "no resource of the stack or of the program matches the target"
    for operation in (Operation.PREVIEW, Operation.UP):
        result = stack(items(two=1), operation=operation, targets=(urn_of("one"), urn_of("on"), "**w"), succeeds=False)
        assert result.summary.errors == [f"{everywhere} {urn_of('on')}", f"{everywhere} **w"]
    assert result.names(ITEM) == {"one"}


def test_untargeted_component_stays_and_its_targeted_child_changes(stack: Deployer, cloud: Cloud) -> None:
    """Its options stay as recorded; its outputs, which may come from the child, are those it registers now."""

    def program(value: int, *, protect: bool = False) -> Callable[[], None]:
        def declare() -> None:
            group = Group("group", options(protect=protect))
            Item("item", options(parent=group), value=value)
            group.register_outputs({"value": value})

        return declare

    stack(program(1))
    result = stack(program(2, protect=True), targets=("**::item",))
    assert cloud.resources == {"item-1": {"value": 2}}
    group = result.of("test:index:Group", "group")
    assert (group.outputs, group.protect) == ({"value": 2}, False)


def test_a_provider_of_what_does_not_exist_is_left_out(stack: Deployer, cloud: Cloud) -> None:
    """A cluster that is gone has no objects to be changed; what remains of the stack can be."""

    def program(value: int) -> None:
        Item("data", value=value)
        cluster = Item("cluster")
        inside = Source("inside", options(depends_on=[cluster]))
        Item("object", options(provider=inside))

    stack(lambda: program(1))
    stack(None, operation=Operation.DESTROY, excluded=(urn_of("data"),))
    result = stack(lambda: program(2), targets=(urn_of("data"),))
    assert cloud.by_name() == {"data": {"value": 2}}
    assert result.names("pulumi:providers:test") <= {"default"}
    named = stack(lambda: program(2), targets=("**::inside",), succeeds=False)
    assert "which does not exist yet and is not targeted; target it too" in named.summary.errors[0]
