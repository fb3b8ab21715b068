"""Every URN is registered once, and stands for the recorded resource it takes over."""

from __future__ import annotations

import pulumi

from tests.engine.programs import Item, options, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_declaring_a_resource_twice_is_an_error(stack: Deployer) -> None:
    def program() -> None:
        Item("one")
        Item("one")

    result = stack(program, succeeds=False)
    assert result.summary.errors == [
        f"{urn_of('one')}: the program declares this resource twice; give one of them another name"
    ]


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
