"""Operations on a stack, from beginning to end."""

from __future__ import annotations

from typing import Any

import pulumi

from engine import Operation
from tests.engine.memory_provider import Cloud
from tests.harness import Deployer


class Item(pulumi.CustomResource):
    """A resource of the in-memory provider."""

    number: pulumi.Output[int]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        super().__init__("test:index:Item", name, {"number": None, "value": None, **inputs}, opts)


def two_items() -> None:
    first = Item("first", value="a")
    Item("second", value=first.number)
    pulumi.export("number", first.number)


def test_up_then_up_again_then_destroy(stack: Deployer, cloud: Cloud) -> None:
    """A preview changes nothing; up creates; up again changes nothing; destroy leaves nothing."""
    preview = stack(two_items, operation=Operation.PREVIEW)
    assert preview.summary.changes == {"create": 3}
    assert cloud.resources == {}
    assert preview.resources == []

    first = stack(two_items)
    assert first.summary.changes == {"create": 3}
    assert first.summary.outputs == {"number": 1}
    assert cloud.resources == {"first-1": {"value": "a"}, "second-2": {"value": 1}}

    second = stack(two_items)
    assert second.summary.changes == {"same": 3}
    assert not second.summary.changed
    assert len(cloud.called("create", "update", "delete")) == 2

    destroyed = stack(None, operation=Operation.DESTROY)
    assert destroyed.summary.changes == {"delete": 3}
    assert destroyed.resources == []
    assert cloud.resources == {}
    assert cloud.called("delete") == [("delete", "second"), ("delete", "first")]
