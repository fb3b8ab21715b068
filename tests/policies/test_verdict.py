"""What counts, what blocks, and in which order it is told."""

from __future__ import annotations

from datetime import date

from policies.enforcement import Policy
from policies.node import UNKNOWN
from policies.rule import Severity
from policies.verdict import judge
from policies.waivers import Book
from tests.policies.stacks import rule, stack

BOOK = Book([], date(2026, 11, 21))
ADVISORY = Policy.model_validate({"enforcement": "advisory", "reasons": {"enforcement": "r"}})


def test_worst_first_then_by_rule_and_resource() -> None:
    rules = [rule("a", Severity.LOW), rule("c", Severity.CRITICAL), rule("b", Severity.CRITICAL)]
    verdict = judge(stack(y={}, x={}), rules, Policy(), BOOK)
    assert [(one.rule.name, one.finding.urn[-1]) for one in verdict.findings] == [
        ("b", "x"),
        ("b", "y"),
        ("c", "x"),
        ("c", "y"),
        ("a", "x"),
        ("a", "y"),
    ]


def test_advisory_violations_count_and_do_not_block() -> None:
    verdict = judge(stack(x={}), [rule("a")], ADVISORY, BOOK)
    assert (len(verdict.violations), verdict.blocking) == (1, [])
    critical = judge(stack(x={}), [rule("a", Severity.CRITICAL)], ADVISORY, BOOK)
    assert len(critical.blocking) == 1


def test_what_is_unknown_counts_only_where_that_is_asked_for() -> None:
    verdict = judge(stack(x={"a": UNKNOWN}), [rule("a")], Policy(), BOOK)
    assert ([one.finding.outcome for one in verdict.findings], verdict.violations) == (["unknown"], [])
    strict = judge(stack(x={"a": UNKNOWN}), [rule("a")], Policy(strict=True), BOOK)
    assert len(strict.blocking) == 1


def test_a_rule_that_failed_blocks() -> None:
    verdict = judge(stack(x={"a": "broken"}), [rule("a"), rule("b")], Policy(), BOOK)
    assert [(one.rule.name, one.finding.outcome, one.blocks) for one in verdict.findings] == [
        ("a", "error", True),
        ("b", "violated", True),
    ]
