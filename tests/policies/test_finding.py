"""Findings are values: the same one twice is one."""

from __future__ import annotations

from policies.finding import Finding, Outcome


def test_two_that_say_the_same_are_one() -> None:
    one = Finding("urn", "path", Outcome.VIOLATED)
    assert {one, Finding("urn", "path", Outcome.VIOLATED)} == {one}
    assert one != Finding("urn", "path", Outcome.UNKNOWN)
    assert one.detail == ""
