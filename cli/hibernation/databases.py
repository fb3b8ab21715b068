"""The databases of a stack, which AWS stops and starts: no declaration does.

A stopped one costs its storage, and AWS starts it again after seven days:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from cli.errors import OperationFailed
from cli.hibernation.rds import call, status, wait

if TYPE_CHECKING:
    from engine.resource import ResourceState

TYPE: Final = "aws:rds/instance:Instance"
STOPPED: Final = {"stopped", "stopping"}


def declared(resources: Iterable[ResourceState]) -> list[str]:
    """The identifiers of the databases in a stack's state."""
    found = (one.outputs.get("identifier") or one.inputs.get("identifier") for one in resources if one.type == TYPE)
    return sorted(name for name in found if isinstance(name, str))


def running(client: Any, names: Sequence[str]) -> list[str]:
    """Those of the databases that are there and not stopped."""
    return [name for name in names if status(client, name) not in {None, *STOPPED}]


def stop(client: Any, names: Sequence[str]) -> None:
    """Stop databases; those that are stopped already, or gone, stay so.

    Raises:
        OperationFailed: AWS refuses.
    """
    for name in running(client, names):
        wait(client, name)
        call(client.stop_db_instance, name)


def start(client: Any, names: Sequence[str]) -> None:
    """Start databases, and wait until they answer; those that run already, or are gone, stay so. Raises as `stop`."""
    there = [name for name in names if status(client, name) is not None]
    for name in there:
        if status(client, name) == "stopping":
            raise OperationFailed(f"{name} is still being stopped; try again in a few minutes")
        if status(client, name) == "stopped":
            call(client.start_db_instance, name)
    for name in there:
        wait(client, name)
