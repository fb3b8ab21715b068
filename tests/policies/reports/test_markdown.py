"""Markdown: what blocks first, and nothing breaks the table."""

from __future__ import annotations

import pytest

from policies.reports import markdown
from policies.reports.markdown import as_markdown
from tests.policies.reports.verdicts import SECRET, verdict


def test_a_table() -> None:
    heading, _, told, _, head, rule, *rows = as_markdown(verdict(), "dev").splitlines()
    assert heading == "### Policies: dev"
    assert told == "2 blocking, 2 violations, 1 unknown, 1 errors, 1 waived; 2 rules on 4 resources"
    assert [row.split("|")[1].strip() for row in rows] == ["**critical**", "**critical**", "unknown", "waived"]
    assert {line.count("|") for line in (head, rule, *rows)} == {6}
    assert SECRET not in as_markdown(verdict(), "dev")


def test_a_long_table_ends_with_what_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "FINDINGS_MAX", 1)
    assert as_markdown(verdict(), "dev").splitlines()[-1] == "… and 3 more"
