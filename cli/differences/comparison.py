"""Compares two stacks: their settings, and what would come of them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.differences.resources import Made, ResourceDifferences, compare_resources, made_of
from cli.differences.settings import SettingDifference, compare_settings
from cli.errors import PlanFailed
from cli.plans.parallel import Failure, Tell
from cli.plans.planning import for_each, plan_telling

if TYPE_CHECKING:
    from cli.workspace import Workspace


@dataclass(frozen=True)
class Comparison:
    """How two stacks differ.

    Attributes:
        first, second: their names.
        settings: those that differ.
        resources: what would be made otherwise.
    """

    first: str
    second: str
    settings: Sequence[SettingDifference]
    resources: ResourceDifferences

    @property
    def weaker(self) -> int:
        """In how many places the second is weaker."""
        return sum(one.weaker for one in self.settings) + len(self.resources.weaker)


def compare(workspace: Workspace, first: str, second: str, *, quiet: bool) -> Comparison:
    """Compare two stacks.

    Raises:
        PlanFailed: one of them cannot be planned; tells of both.
        Interrupted: it was stopped.
        engine.errors.EngineError: a stack file holds mistakes.
    """
    found = for_each(workspace, [first, second], functools.partial(_made, workspace), quiet=quiet)
    one, other = found[first], found[second]
    if isinstance(one, Failure) or isinstance(other, Failure):
        failed = {name: each for name, each in found.items() if isinstance(each, Failure)}
        raise PlanFailed([f"{name}: {message}" for name, each in failed.items() for message in each.messages])
    differing = compare_settings(workspace.stack(first), workspace.stack(second))
    return Comparison(first, second, differing, compare_resources(one, other))


def _made(workspace: Workspace, name: str, tell: Tell) -> Made:
    return made_of(plan_telling(workspace, workspace.stack(name), tell))
