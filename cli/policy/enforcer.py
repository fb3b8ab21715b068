"""Holds an operation to the policies of its stack: before anything is created, and again when all values are known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cli.errors import PolicyViolated
from cli.policy.gate import Gate
from cli.render.policy import show_enforcement

if TYPE_CHECKING:
    from cli.engines import Engine
    from engine.resource import ResourceState
    from policies.verdict import Judged, Verdict


@dataclass
class Enforcer:
    """The policies in force while one operation runs.

    Attributes:
        gate: the policies.
        stack: the stack's name.
        json: whether findings are told as events.
    """

    gate: Gate
    stack: str
    json: bool
    _told: set[tuple[str, str, str]] = field(default_factory=set, init=False)

    def before(self, planned: Iterable[ResourceState]) -> None:
        """Tell what the policies say of a plan.

        Raises:
            PolicyViolated: it is not to be carried out.
        """
        verdict = self._tell(planned)
        if verdict.blocking:
            raise PolicyViolated(f"{self.stack}: {_violations(verdict.blocking)} the deployment; nothing was changed")

    def after(self, deployed: Iterable[ResourceState]) -> None:
        """Tell what the policies say now of what could not be known before.

        Raises:
            PolicyViolated: it should not have been carried out.
        """
        verdict = self._tell(deployed)
        if verdict.blocking:
            raise PolicyViolated(
                f"{self.stack}: {_violations(verdict.blocking)} the next deployment; it became known in this one"
            )

    def _tell(self, resources: Iterable[ResourceState]) -> Verdict:
        verdict = self.gate.judge(resources)
        new = [one for one in verdict.violations if _identity(one) not in self._told]
        self._told |= {_identity(one) for one in new}
        show_enforcement(verdict, new, self.stack, json=self.json)
        return verdict


def enforcer(engine: Engine, operation: str, *, json: bool) -> Enforcer | None:
    """What holds an operation to the policies; None where none are in force, or nothing is made.

    Raises:
        UsageError: the stack's settings of the policies, or its waivers, hold mistakes.
    """
    gate = engine.gate() if operation in ("preview", "up") else None
    return Enforcer(gate, engine.stack, json) if gate is not None else None


def _identity(one: Judged) -> tuple[str, str, str]:
    return one.rule.name, one.finding.urn, one.finding.path


def _violations(blocking: list[Judged]) -> str:
    return "1 violation of a policy blocks" if len(blocking) == 1 else f"{len(blocking)} violations of policies block"
