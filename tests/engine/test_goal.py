"""What the program wants of one resource."""

from __future__ import annotations

import pulumi

from tests.engine.programs import Item, options, urn_of
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
