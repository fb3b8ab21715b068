"""Findings are mended stage by stage; what cannot be mended is said."""

from __future__ import annotations

from collections.abc import Iterator

from engine.errors import StateError
from engine.finding import Finding, Outcome, examine


def refused() -> str:
    raise StateError("the disk is full")


def test_a_dry_run_mends_nothing() -> None:
    finding = Finding("leftover", "a", "found", "delete it", refused)
    assert examine([lambda: [finding]], apply=False) == [Outcome(finding)]


def test_each_stage_sees_what_those_before_it_have_mended() -> None:
    left = ["a", "b"]

    def stage() -> Iterator[Finding]:
        if left:
            yield Finding("leftover", left[0], "found", "delete it", lambda: left.pop(0))

    outcomes = examine([stage, stage, stage], apply=True)
    assert [(one.finding.subject, one.done, one.remains) for one in outcomes] == [("a", "a", ""), ("b", "b", "")]


def test_what_fails_or_is_a_persons_to_mend_remains() -> None:
    findings = [Finding("journal", "a", "x", "mend it", refused), Finding("journal", "b", "x", "decide")]
    outcomes = examine([lambda: findings], apply=True)
    assert [(one.done, one.remains) for one in outcomes] == [("", "the disk is full"), ("", "decide")]


def test_nothing_is_looked_at_behind_what_hides_it() -> None:
    hiding = Finding("lock", "a", "x", "wait", final=True)
    mended = Finding("lock", "b", "x", "release it", lambda: "released", final=True)
    other = Finding("journal", "c", "x", "y")
    assert [one.finding for one in examine([lambda: [hiding], lambda: [other]], apply=True)] == [hiding]
    assert [one.finding for one in examine([lambda: [mended], lambda: [other]], apply=False)] == [mended]
    assert [one.finding for one in examine([lambda: [mended], lambda: [other]], apply=True)] == [mended, other]
