"""A verdict on the screen: worst first, what is accepted and what is open told apart."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from cli.render import policy
from cli.render.policy import verdict_parts
from tests.policies.reports.verdicts import SECRET, verdict


def shown() -> str:
    out = io.StringIO()
    console = Console(file=out, width=160)
    for part in verdict_parts(verdict(), "dev"):
        console.print(part)
    return out.getvalue()


def test_every_finding_has_its_line() -> None:
    lines = shown().splitlines()
    assert lines[0] == "critical  sealed  sealed is on."
    assert [line.partition("Queue::")[2].rstrip() for line in lines[1:5]] == [
        "bad  sealed  should be on",
        "later  sealed  should be on  cannot be known yet",
        "odd  the rule itself failed with ValueError  the rule failed",
        "waived  sealed  should be on  waived until 2027-01-31: a test | of pipes (T-1)",
    ]
    assert lines[5].strip() == "fix: switch it on again."
    assert lines[-1] == "dev: 2 violations; 2 rules on 4 resources; 1 unknown, 1 errors, 1 waived"
    assert SECRET not in shown()


def test_many_places_are_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "PLACES_MAX", 1)
    assert "    … and 3 more" in shown()
