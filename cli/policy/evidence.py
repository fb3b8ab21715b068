"""Checking a subject, and gathering the evidence."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.policy.revision import revision
from cli.policy.settings import read_book
from cli.policy.subject import Subject
from policies.catalogue import all_rules
from policies.reports.evidence import Evidence, gather
from policies.verdict import judge

if TYPE_CHECKING:
    from policies.rule import Rule


def collect(subject: Subject, rules: tuple[Rule, ...], waivers: Path, commit: str | None = None) -> Evidence:
    """Check a subject against rules, with the waivers of a file.

    Args:
        commit: what is said of the version that was checked; None to ask git.

    Raises:
        UsageError: the waivers hold mistakes; names every one.
    """
    verdict = judge(subject.stack, rules, subject.policy, read_book(waivers))
    commit = revision(subject.folder) if commit is None else commit
    moment = datetime.now(UTC)
    return gather(verdict, rules, all_rules(), subject=subject.name, commit=commit, moment=moment)
