"""Resources that the program looks up but does not manage."""

from __future__ import annotations

from typing import Any

import pulumi

from engine import Operation
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


class Found(pulumi.CustomResource):
    """An item that exists already."""

    value: pulumi.Output[Any]

    def __init__(self, name: str, physical_id: pulumi.Input[str]) -> None:
        super().__init__(ITEM, name, {"value": None}, pulumi.ResourceOptions(id=physical_id))


def program() -> None:
    pulumi.export("value", Found("theirs", "vol-9").value)


def test_it_is_read_recorded_as_external_and_never_deleted(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["vol-9"] = {"value": "a"}
    result = stack(program)
    assert result.summary.outputs == {"value": "a"}
    assert result.summary.changes == {"create": 1, "same": 1}
    theirs = result.of(ITEM, "theirs")
    assert (theirs.external, theirs.id) == (True, "vol-9")
    cloud.resources["vol-9"] = {"value": "b"}
    assert stack(program).summary.outputs == {"value": "b"}

    assert stack(lambda: None).resources[0].type == "pulumi:pulumi:Stack"
    assert stack(program).names(ITEM) == {"theirs"}
    assert stack(None, operation=Operation.DESTROY).resources == []
    assert cloud.called("delete", "create", "update") == []


def test_what_does_not_exist_fails(stack: Deployer) -> None:
    result = stack(program, succeeds=False)
    assert result.summary.errors == [f"{urn_of('theirs')}: read failed: there is no resource with id 'vol-9'"]


def test_unknown_id_is_read_only_when_it_is_known(stack: Deployer, cloud: Cloud) -> None:
    def dependent() -> None:
        Found("theirs", Item("ours", value="a").id)

    assert stack(dependent, operation=Operation.PREVIEW).summary.succeeded
    assert cloud.called("read") == []
    assert stack(dependent).of(ITEM, "theirs").id == "ours-1"


def test_reading_what_the_stack_manages_is_refused(stack: Deployer, cloud: Cloud) -> None:
    """In the official engine this deletes the resource."""
    stack(lambda: Item("theirs", value="a"))
    result = stack(lambda: Found("theirs", "theirs-1"), succeeds=False)
    assert result.summary.errors[0].startswith(f"{urn_of('theirs')}: this stack manages it")
    assert cloud.names() == {"theirs"}


def test_managing_what_was_only_read_creates_another(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["vol-9"] = {"value": "a"}
    stack(program)
    result = stack(lambda: Item("theirs", value="a"))
    assert result.of(ITEM, "theirs").id == "theirs-1"
    assert not result.of(ITEM, "theirs").external
    assert set(cloud.resources) == {"vol-9", "theirs-1"}
    assert cloud.called("delete") == []
