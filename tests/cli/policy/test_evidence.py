"""A subject, the rules and the waivers become evidence."""

from __future__ import annotations

from pathlib import Path

from cli.policy.evidence import collect
from cli.policy.subject import Subject
from policies.enforcement import Policy
from tests.policies.stacks import PREFIX, rule, stack


def test_evidence_of_a_subject(tmp_path: Path) -> None:
    rules = (rule("sealed"),)
    subject = Subject("strata/dev", stack(a={"sealed": False}), Policy(), rules, tmp_path, tmp_path / "waivers.yaml")
    found = collect(subject, rules, tmp_path / "waivers.yaml")
    assert (found.subject, found.commit) == ("strata/dev", "no commit: not in a git repository")
    assert [one.finding.urn for one in found.verdict.violations] == [f"{PREFIX}a"]
    assert found.moment.tzinfo is not None
