"""Takes down the steps of a plan, as its file is to hold them."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cli.plans.basis import basis
from cli.plans.goal import Goal, Key, goal_of, key, key_of
from cli.plans.saved import Content
from cli.plans.sealing import Seal

if TYPE_CHECKING:
    from engine import Stack
    from engine.step import Step


class Recording:
    """The plan of one stack while it is made, or looked at again.

    Attributes:
        seal: the stack's.
        basis: what the plan is made of.
        seed: what names that providers make up are made of. It is that of the plan: the same plan, the same names, and
            after any operation others.
        goals: what each step is to bring about.
    """

    def __init__(self, stack: Stack, seal: Seal | None = None) -> None:
        """Begin a plan.

        Raises:
            UsageError: the stack has no passphrase here.
            engine.errors.EngineError: its settings hold mistakes, or its state is damaged.
        """
        self.seal = seal or Seal.of(stack.passphrase, stack.project.name, stack.name)
        self.basis = basis(stack, self.seal)
        self.seed = bytes.fromhex(self.seal.digest("seed", self.basis))
        self.goals: dict[Key, Goal] = {}
        self._lock = threading.Lock()

    def see(self, step: Step) -> None:
        """Take down a step."""
        if step.skipped:
            return
        goal = goal_of(step, self.seal)
        with self._lock:
            self.goals[key_of(step)] = goal

    def content(self, outputs: Mapping[str, Any]) -> Content:
        """The plan as its file holds it; `outputs` are those of the stack, as planned."""
        goals = sorted(self.goals.values(), key=key)
        return {"basis": self.basis, "steps": goals, "outputs": self.seal.hide(dict(outputs))}
