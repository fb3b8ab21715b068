"""What a check is, and what it may find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doctor.subject import Subject


class Outcome(StrEnum):
    """What came of a check."""

    PASS = "pass"
    """As it should be."""
    WARN = "warn"
    """Works, but not as it should, or not for long."""
    FAIL = "fail"
    """Something that is asked for will not work."""
    SKIPPED = "skipped"
    """Not looked at; the finding says why."""


class Group(StrEnum):
    """What a check is about: a table of the report."""

    MACHINE = "this machine"
    SANDBOX = "the sandbox"
    ACCOUNT = "the AWS account"
    STACK = "the stack"
    CLUSTER = "the cluster"


class CannotTell(Exception):
    """A check cannot look at what it is about; the message says why, and the check counts as skipped."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        outcome: what came of it.
        found: what was found, in one line.
        mend: the command or the edit that mends it; empty where nothing is to be mended.
    """

    outcome: Outcome
    found: str
    mend: str = ""


def passed(found: str) -> Finding:
    """All is well."""
    return Finding(Outcome.PASS, found)


def warned(found: str, mend: str) -> Finding:
    """It works, but."""
    return Finding(Outcome.WARN, found, mend)


def failed(found: str, mend: str) -> Finding:
    """It does not work."""
    return Finding(Outcome.FAIL, found, mend)


def skipped(why: str, mend: str = "") -> Finding:
    """Nobody looked."""
    return Finding(Outcome.SKIPPED, why, mend)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    Attributes:
        name: what it is called, in a word or two.
        group: what it is about.
        looks_at: what it looks at and what would be wrong, in a sentence; the reference tells it.
        run: looks. May raise `CannotTell`; anything else that it raises is its failure.
        limit_s: how long it may take, in seconds, where it needs more than the others; 0 where it does not.
    """

    name: str
    group: Group
    looks_at: str
    run: Callable[[Subject], Finding]
    limit_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Result:
    """A check, and what it found.

    Attributes:
        check: the check.
        finding: what it found.
        duration_s: how long it took, in seconds.
        is_late: whether it was still at work when its time was up.
    """

    check: Check
    finding: Finding
    duration_s: float
    is_late: bool = False
