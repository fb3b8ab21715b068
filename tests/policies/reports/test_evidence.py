"""Evidence: the status of a control is that of the worst of its rules."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from policies.enforcement import Policy
from policies.node import UNKNOWN
from policies.reports.evidence import Evidence, Status, gather
from policies.rule import Rule
from policies.stack import Stack
from policies.verdict import judge
from policies.waivers import Book, Waiver
from tests.policies.stacks import PREFIX, rule, stack

MOMENT = datetime(2026, 11, 21, 12, tzinfo=UTC)
FSBP = "AWS Foundational Security Best Practices 1.0.0"


def evidence(checked: Stack, *asked: Rule, every: tuple[Rule, ...] = (), waivers: tuple[Waiver, ...] = ()) -> Evidence:
    verdict = judge(checked, asked, Policy(), Book(waivers, date(2026, 11, 21)))
    return gather(verdict, asked, every or asked, subject="strata/dev", commit="abc", moment=MOMENT)


def status(found: Evidence, control: str) -> Status:
    (one,) = [each for each in found.standards[FSBP] if each.control == control]
    return one.status


@pytest.mark.parametrize(
    ("value", "expected"),
    [(True, Status.HOLDS), (False, Status.VIOLATED), (UNKNOWN, Status.UNKNOWN), ("broken", Status.ERROR)],
)
def test_of_one_resource(value: Any, expected: Status) -> None:
    assert status(evidence(stack(a={"sealed": value}), rule("sealed")), "SQS.1") is expected


def test_the_worst_counts() -> None:
    queues: dict[str, dict[str, object]] = {"a": {"x": True, "y": UNKNOWN}, "b": {"x": False, "y": True}}
    found = evidence(stack(**queues), rule("x"), rule("y"))
    (one,) = [each for each in found.standards[FSBP] if each.control == "SQS.1"]
    assert (one.status, one.rules, one.checked, len(one.findings)) == (Status.VIOLATED, ("x", "y"), 2, 2)


def test_a_waiver_is_not_a_violation_and_not_nothing() -> None:
    waiver = Waiver(rule="x", urn=f"{PREFIX}a", reason="r", owner="o", ticket="t", expires=date(2027, 1, 1))
    assert status(evidence(stack(a={"x": False}), rule("x"), waivers=(waiver,)), "SQS.1") is Status.WAIVED


def test_what_was_not_looked_at_is_said_to_be() -> None:
    assert status(evidence(stack(), rule("x")), "SQS.1") is Status.NOTHING
    assert status(evidence(stack(a={"x": True}), every=(rule("x"),)), "SQS.1") is Status.NOT_ASKED
    assert status(evidence(stack(a={"x": True}), rule("x")), "S3.1") is Status.NO_RULE
