"""What the programs of the engine's tests are made of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pulumi


class Item(pulumi.CustomResource):
    """A resource of the in-memory provider; `number` is an output that only its creation makes known."""

    number: pulumi.Output[int]
    value: pulumi.Output[Any]

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> None:
        super().__init__("test:index:Item", name, {"number": None, "value": None, **inputs}, opts)


class Group(pulumi.ComponentResource):
    """A component without inputs."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Group", name, None, opts)


class Source(pulumi.ProviderResource):
    """An explicit provider of package `test`."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None, **config: Any) -> None:
        super().__init__("test", name, config, opts)


def options(**chosen: Any) -> pulumi.ResourceOptions:
    """Resource options."""
    return pulumi.ResourceOptions(**chosen)


def urn_of(name: str, type_: str = "test:index:Item") -> str:
    """The URN of a resource right below the stack, in the stack that the fixture `stack` makes."""
    return f"urn:pulumi:test::strata::{type_}::{name}"


def item(opts: pulumi.ResourceOptions | None = None, **inputs: Any) -> Callable[[], object]:
    """A program of one item."""
    return lambda: Item("item", opts, **inputs)


def two_items() -> None:
    """A program whose second item needs the first one's output, which it exports."""
    first = Item("first", value="a")
    Item("second", value=first.number)
    pulumi.export("number", first.number)
