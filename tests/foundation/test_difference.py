"""Differences are told in terms of what differs."""

from __future__ import annotations

from typing import Any

import pytest

from foundation import Change, Difference, describe


@pytest.mark.parametrize(
    ("real", "wanted", "told"),
    [
        ("Suspended", "Enabled", "Suspended → Enabled"),
        (None, "Enabled", "not set → Enabled"),
        (False, True, "off → on"),
        (90, 30, "90 → 30"),
        ([], ["a", "b"], "not set → a, b"),
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, "b: 2 → 3"),
        ({"mine": {}}, {}, "mine: set → not set"),
        (None, {"X": {"Effect": "Deny"}}, "X: not set → set"),
        ({"X": {"Effect": "Allow"}}, {"X": {"Effect": "Deny"}}, "X: differs"),
        ({"x": 1}, None, "set → not set"),
    ],
)
def test_told(real: Any, wanted: Any, told: str) -> None:
    assert describe(real, wanted) == told
    assert Difference(Change.REPAIR, "bucket", "b", "x", real, wanted).told() == told


def test_only_what_is_left_alone_changes_nothing() -> None:
    assert [change for change in Change if not Difference(change, "k", "n").changes] == [Change.LEAVE]
