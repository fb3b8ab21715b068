"""What is wrong with a stack, what would mend it, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.errors import EngineError


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        kind: `lock`, `change`, `leftover`, `checkpoint`, `journal`, `pending`, `release`.
        subject: the file, holder or resource that it is about.
        found: what is wrong.
        remedy: what would be done; where only a person can do something, what that is.
        mend: does it, and tells what was done; None where only a person can. Raises EngineError.
        final: whether nothing else can be looked at while this is so.
    """

    kind: str
    subject: str
    found: str
    remedy: str
    mend: Callable[[], str] | None = None
    final: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a finding.

    Attributes:
        finding: what was found.
        done: what was done about it; empty if nothing was.
        remains: why it remains; empty if it does not.
    """

    finding: Finding
    done: str = ""
    remains: str = ""


Stage = Callable[[], Iterable[Finding]]


def examine(stages: Iterable[Stage], *, apply: bool) -> list[Outcome]:
    """Go through the stages.

    Args:
        stages: each is looked at when those before it have been mended.
        apply: whether what is found is mended, as far as it can be.
    """
    outcomes: list[Outcome] = []
    for stage in stages:
        outcomes += [_mended(finding) if apply else Outcome(finding) for finding in stage()]
        if any(outcome.finding.final and not outcome.done for outcome in outcomes):
            break
    return outcomes


def _mended(finding: Finding) -> Outcome:
    if finding.mend is None:
        return Outcome(finding, remains=finding.remedy)
    try:
        return Outcome(finding, done=finding.mend())
    except EngineError as error:
        return Outcome(finding, remains=str(error))
