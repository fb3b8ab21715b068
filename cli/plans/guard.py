"""Holds an `up` to a plan file: nothing is done that differs from what was planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import ChangesFound, OperationFailed
from cli.plans import saved
from cli.plans.differences import NOTHING, Difference, differences
from cli.plans.goal import Goal, Key, goal_of, key, key_of
from cli.plans.recording import Recording
from cli.plans.sealing import Seal

if TYPE_CHECKING:
    from engine import Stack
    from engine.step import Step

TOLD_MAX = 40
"""Differences that are told; one cause seldom has more faces."""


class Guard:
    """One stack's plan, and what is about to be done instead.

    Attributes:
        seed: what names that providers make up are made of, so that they are those of the plan.
    """

    def __init__(self, file: Path, stack: Stack) -> None:
        """Read the plan.

        Raises:
            UsageError: the file holds no plan of the stack, or the stack has no passphrase here.
            engine.errors.EngineError: the stack's settings hold mistakes, or its state is damaged.
        """
        self._file, self._stack = file, stack
        seal = Seal.of(stack.passphrase, stack.project.name, stack.name)
        self._plan = saved.read(file, stack.project.name, stack.name, seal)
        self._goals = {key(goal): goal for goal in self._plan["steps"]}
        self._now = Recording(stack, seal)
        self.seed = bytes.fromhex(seal.digest("seed", self._plan["basis"]))
        self._carrying_out = False

    def permit(self, step: Step) -> None:
        """Take note of a step; once it is carried out for real, refuse it if it was not planned so.

        Raises:
            engine.errors.EngineError: it was not.
        """
        self._now.see(step)
        if not self._carrying_out or step.skipped:
            return
        from engine.errors import EngineError

        found = list(_compared(key_of(step), self._goals.get(key_of(step)), goal_of(step, self._now.seal)))
        if found:
            raise EngineError("not as planned: " + "; ".join(map(str, found[:TOLD_MAX])))

    def before(self, outputs: Mapping[str, Any]) -> None:
        """Compare what would be done now, with these outputs of the stack, with the plan; from now on, hold to it.

        Raises:
            ChangesFound: something differs; names it.
        """
        now = self._now.content(outputs)
        found = list(_basis(self._plan["basis"], now["basis"]))
        found += _steps(self._goals, self._now.goals)
        found += differences("the stack's outputs", self._plan["outputs"], now["outputs"])
        if found:
            raise ChangesFound(_told(f"{self._stack.name}: not as planned in {self._file}; nothing was changed", found))
        self._carrying_out = True
        self._now.goals.clear()

    def after(self) -> None:
        """Tell what was planned and never came.

        Raises:
            OperationFailed: something.
        """
        missing = sorted(self._goals.keys() - self._now.goals.keys())
        if missing:
            found = [Difference(urn, "", self._goals[urn, op, id_]["step"], NOTHING) for urn, op, id_ in missing]
            raise OperationFailed(_told(f"{self._stack.name}: not all was done that {self._file} planned", found))


def _basis(planned: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    """What the plan was made of and is otherwise now; the digests themselves say nothing to anybody."""
    for part, words in {"settings": "the setting", "program": "the program", "versions": "the version of"}.items():
        for name in sorted(planned[part].keys() | now[part].keys()):
            before, after = planned[part].get(name, NOTHING), now[part].get(name, NOTHING)
            if before != after:
                shown = (before, after) if part == "versions" else (_presence(before), _presence(after, "another"))
                yield Difference(f"{words} {name}", "", *shown)
    if planned["state"] != now["state"]:
        yield Difference("the recorded state", "", "one", "another: something was done to the stack since")


def _presence(value: Any, word: str = "one") -> Any:
    return NOTHING if value is NOTHING else word


def _steps(planned: Mapping[Key, Goal], now: Mapping[Key, Goal]) -> Iterator[Difference]:
    urns = {urn for urn, _, _ in planned.keys() | now.keys()}
    by_urn: dict[str, tuple[list[str], list[str]]] = {urn: ([], []) for urn in sorted(urns)}
    for side, goals in enumerate((planned, now)):
        for urn, op, _ in sorted(goals):
            by_urn[urn][side].append(op)
    for urn, (before, after) in by_urn.items():
        if before != after:
            yield Difference(urn, "", ", ".join(before) or NOTHING, ", ".join(after) or NOTHING)
    for one in sorted(planned.keys() & now.keys()):
        yield from _compared(one, planned[one], now[one])


def _compared(one: Key, planned: Mapping[str, Any] | None, now: Mapping[str, Any] | None) -> Iterator[Difference]:
    urn, op, _ = one
    if planned is None or now is None:
        yield Difference(urn, "", op if planned else NOTHING, op if now else NOTHING)
    else:
        yield from differences(urn, planned, now)


def _told(what: str, found: Sequence[Difference]) -> str:
    more = [f"  … and {len(found) - TOLD_MAX} more"] if len(found) > TOLD_MAX else []
    return "\n".join([what, *(f"  {one}" for one in found[:TOLD_MAX]), *more])
