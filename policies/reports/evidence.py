"""The evidence of a check: for every control of every standard, what was looked at and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from policies.coverage import coverage
from policies.rule import Rule
from policies.verdict import Judged, Verdict


class Status(StrEnum):
    """What can be said of a control, worst first."""

    VIOLATED = "violated"
    ERROR = "error"
    UNKNOWN = "unknown"
    WAIVED = "waived"
    HOLDS = "holds"
    NOTHING = "nothing to check"
    NOT_ASKED = "not asked"
    NO_RULE = "no rule"


@dataclass(frozen=True, slots=True)
class ControlEvidence:
    """One control.

    Attributes:
        control: its id.
        status: the worst of its rules.
        rules: the rules that serve it and were asked.
        checked: how many resources they looked at.
        findings: what they found.
    """

    control: str
    status: Status
    rules: tuple[str, ...]
    checked: int
    findings: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a report tells.

    Attributes:
        subject: what was checked, such as `strata/dev`.
        commit: the version of the program, or why it is not known.
        moment: when, with its time zone.
        verdict: the findings.
        rules: the rules that were asked.
        standards: the controls by the standard's title.
    """

    subject: str
    commit: str
    moment: datetime
    verdict: Verdict
    rules: tuple[Rule, ...]
    standards: dict[str, tuple[ControlEvidence, ...]]


def gather(
    verdict: Verdict, asked: Iterable[Rule], every: Iterable[Rule], *, subject: str, commit: str, moment: datetime
) -> Evidence:
    """The evidence of a verdict.

    Args:
        asked: the rules that made it.
        every: all rules there are: a control that only others serve was not asked about.
    """
    rules = tuple(asked)
    by_rule: dict[str, list[Judged]] = {}
    for one in verdict.findings:
        by_rule.setdefault(one.rule.name, []).append(one)
    standards = {
        measured.title: tuple(
            _control(control, names, {rule.name for rule in rules}, by_rule, verdict)
            for control, names in measured.rules.items()
        )
        for measured in coverage(every)
    }
    return Evidence(subject, commit, moment, verdict, rules, {title: one for title, one in standards.items() if one})


def _control(
    control: str, names: tuple[str, ...], asked: set[str], by_rule: dict[str, list[Judged]], verdict: Verdict
) -> ControlEvidence:
    serving = tuple(name for name in names if name in asked)
    findings = tuple(one for name in serving for one in by_rule.get(name, ()))
    checked = {urn for name in serving for urn in verdict.checked.get(name, ())}
    if not names:
        status = Status.NO_RULE
    elif not serving:
        status = Status.NOT_ASKED
    elif findings:
        status = min((_status(one) for one in findings), key=list(Status).index)
    else:
        status = Status.HOLDS if checked else Status.NOTHING
    return ControlEvidence(control, status, serving, len(checked), findings)


def _status(one: Judged) -> Status:
    return Status.WAIVED if one.waiver is not None else Status(one.finding.outcome.value)
