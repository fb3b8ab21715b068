"""What checks find, and that each is told apart."""

from __future__ import annotations

from collections import Counter

from doctor import Finding, Group, Outcome, checks
from doctor.check import failed, passed, skipped, warned

ALL = (*checks.MACHINE, *checks.ACCOUNT, *checks.PROGRAM, *checks.STACK)


def test_findings() -> None:
    assert passed("a") == Finding(Outcome.PASS, "a", "")
    assert warned("a", "b") == Finding(Outcome.WARN, "a", "b")
    assert failed("a", "b") == Finding(Outcome.FAIL, "a", "b")
    assert skipped("a") == Finding(Outcome.SKIPPED, "a", "")


def test_every_check_has_a_name_of_its_own_and_says_what_it_looks_at() -> None:
    assert [name for name, count in Counter(check.name for check in ALL).items() if count > 1] == []
    assert all(check.looks_at.endswith(".") and "\n" not in check.looks_at for check in ALL)
    assert {check.group for check in ALL} == set(Group)
