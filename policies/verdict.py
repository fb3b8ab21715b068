"""What came of a check in the end: findings with their level and their waiver, and whether they block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policies.enforcement import Level, Policy
from policies.evaluator import Evaluation, Reported, evaluate
from policies.finding import Finding, Outcome
from policies.rule import Rule, Severity
from policies.stack import Stack
from policies.waivers import WAIVER_VALID, Book, Waiver


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with all that is decided about it.

    Attributes:
        rule: the rule that made it.
        finding: the finding.
        level: what it does, were it not waived.
        waiver: what it is accepted by; None if it is not.
        counts: whether it is a violation, in effect: what is unknown is one only where that is asked for.
    """

    rule: Rule
    finding: Finding
    level: Level
    waiver: Waiver | None
    counts: bool

    @property
    def blocks(self) -> bool:
        """Whether nothing may be deployed because of it."""
        return self.counts and self.waiver is None and self.level is Level.MANDATORY


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings, worst first, and what was checked.

    Attributes:
        findings: with their decisions.
        checked: the URNs that were looked at, by rule.
    """

    findings: tuple[Judged, ...]
    checked: dict[str, list[str]]

    @property
    def violations(self) -> list[Judged]:
        """What counts as a violation and is not waived."""
        return [one for one in self.findings if one.counts and one.waiver is None]

    @property
    def blocking(self) -> list[Judged]:
        """What keeps the stack from being deployed."""
        return [one for one in self.findings if one.blocks]


def judge(stack: Stack, rules: Iterable[Rule], policy: Policy, book: Book) -> Verdict:
    """Check a stack, and decide about every finding."""
    evaluation = evaluate(stack, rules)

    def waiver(one: Reported) -> Waiver | None:
        # A rule that failed has not looked; nobody can have accepted what it would have found.
        failed = one.finding.outcome is Outcome.ERROR
        return None if failed else book.waiver_for(one.rule, stack.find(one.finding.urn))

    judged = [
        Judged(
            rule=one.rule,
            finding=one.finding,
            level=policy.level(one.rule),
            waiver=waiver(one),
            counts=policy.strict or one.finding.outcome is not Outcome.UNKNOWN,
        )
        for one in evaluation.reported
    ]
    about_waivers = book.review(stack, _violations(evaluation), evaluation.checked)
    # They hold up nothing: what an expired waiver no longer accepts does that itself.
    judged += [Judged(WAIVER_VALID, one, Level.ADVISORY, None, counts=True) for one in about_waivers]
    order = list(Severity)
    judged.sort(key=lambda one: (order.index(one.rule.severity), one.rule.name, one.finding.urn, one.finding.path))
    return Verdict(tuple(judged), evaluation.checked)


def _violations(evaluation: Evaluation) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in evaluation.reported:
        found.setdefault(one.rule.name, set()).add(one.finding.urn)
    return found
