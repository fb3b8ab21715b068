"""How much more something may cost."""

from __future__ import annotations

import pytest

from cli.cost.figures import Figures
from cli.cost.gate import Limit, violations
from cli.errors import UsageError
from costs import Range


def figures(low: float, high: float, *unknown: str) -> Figures:
    return Figures("before", Range(low, high), {}, frozenset(unknown))


@pytest.mark.parametrize(
    ("text", "before", "after", "allowed"),
    [
        ("20%", 100, 120, True),
        ("20%", 100, 120.01, False),
        ("0%", 100, 100.004, True),
        ("20%", 0, 0.01, False),
        ("50", 100, 150, True),
        ("50", 100, 150.01, False),
        ("$50", 100, 150, True),
        ("0", 5, 4, True),
    ],
)
def test_a_limit(text: str, before: float, after: float, allowed: bool) -> None:
    assert Limit.parse(text).allows(before, after) is allowed


@pytest.mark.parametrize("text", ["", "%", "much", "-5", "-5%", "nan", "inf", "5 %%"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="give a share, such as 20%, or USD a month"):
        Limit.parse(text)


def test_either_end_may_be_too_much() -> None:
    limit = Limit.parse("10%")
    assert violations(figures(100, 200), figures(110, 220), limit, strict=False) == []
    assert violations(figures(100, 200), figures(150, 200), limit, strict=False) == [
        "at least 150.00 USD a month instead of 100.00: more than 10% on top"
    ]
    assert violations(figures(100, 200), figures(100, 2000), limit, strict=False) == [
        "at most 2,000.00 USD a month instead of 200.00: more than 10% on top"
    ]


def test_what_is_newly_unknown_is_named_and_counts_only_when_strict() -> None:
    before, after = figures(1, 1, "old"), figures(1, 1, "old", "new")
    assert violations(before, after, Limit.parse("0%"), strict=False) == []
    assert violations(before, after, None, strict=True) == ["1 without a known price that were not there before: new"]
    assert violations(after, before, None, strict=True) == []
