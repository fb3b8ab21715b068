"""What sleeping saves, and what goes on costing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.cost.bill import Bill
from cli.cost.bills import region_of
from cli.cost.settings import read_settings
from cli.hibernation.databases import TYPE
from cli.hibernation.section import SECTION
from cli.planning import plan_stack
from costs import Item, Sum, total
from costs.range import NOTHING

if TYPE_CHECKING:
    from cli.workspace import Workspace


@dataclass(frozen=True)
class Savings:
    """What a stack costs awake and asleep.

    Attributes:
        awake, asleep: the bills.
        saved: the lines that go: nodes, their volumes, and the hours of databases.
        staying: the lines that go on.
    """

    awake: Bill
    asleep: Bill
    saved: Sequence[Item]
    staying: Sequence[Item]

    @property
    def saved_sum(self) -> Sum:
        """What is not paid for any more."""
        return total(self.saved)

    @property
    def staying_sum(self) -> Sum:
        """What is."""
        return total(self.staying)


def savings(workspace: Workspace, name: str) -> Savings:
    """Plan a stack awake and asleep, and compare.

    Raises:
        PlanFailed, UsageError: it cannot be planned.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    awake, asleep = (_bill(workspace, name, level) for level in ("awake", "nodes"))
    left = {_key(item) for item in asleep.estimate.items if not _sleeps(item)}
    saved = [item for item in awake.estimate.items if _key(item) not in left]
    staying = [item for item in asleep.estimate.items if not _sleeps(item) and item.usd != NOTHING]
    return Savings(awake, asleep, saved, staying)


def _bill(workspace: Workspace, name: str, level: str) -> Bill:
    stack = workspace.stack(name)
    settings = read_settings(workspace.project.stack_folder, stack.name)
    planned = plan_stack(workspace, stack.with_config({SECTION: json.dumps({"level": level})}))
    return Bill.of(stack.name, planned.resources, region_of(stack), settings)


def _sleeps(item: Item) -> bool:
    """Whether a line goes with the stop of its database: its hours, not its storage."""
    return f"{TYPE}::" in item.urn and "/db." in item.price


def _key(item: Item) -> tuple[str, str, str]:
    return item.urn, item.price, str(item.quantity)
