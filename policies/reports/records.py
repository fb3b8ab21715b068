"""Findings as JSON records: what all machine-readable reports hold."""

from __future__ import annotations

import json
from typing import Any

from policies.verdict import Judged, Verdict


def record(one: Judged) -> dict[str, Any]:
    """A finding. It holds no value of any property."""
    waiver = one.waiver
    return {
        "rule": one.rule.name,
        "urn": one.finding.urn,
        "path": one.finding.path,
        "outcome": one.finding.outcome.value,
        "severity": one.rule.severity.value,
        "level": one.level.value,
        "blocks": one.blocks,
        "message": message(one),
        "remediation": one.rule.fix,
        "controls": {standard: list(ids) for standard, ids in one.rule.controls.by_standard().items()},
        "waiver": waiver and waiver.model_dump(mode="json", exclude_none=True),
    }


def message(one: Judged) -> str:
    """What is wrong, in a sentence or two."""
    title, detail = one.rule.title, one.finding.detail
    if one.finding.outcome == "unknown":
        title = f"Cannot be known yet: {title}"
    return f"{title} {detail[:1].upper()}{detail[1:]}.".replace("..", ".") if detail else title


def counts(verdict: Verdict) -> dict[str, int]:
    """How many findings there are of which kind."""
    findings = verdict.findings
    return {
        "violations": len(verdict.violations),
        "blocking": len(verdict.blocking),
        "unknown": sum(one.finding.outcome == "unknown" for one in findings),
        "errors": sum(one.finding.outcome == "error" for one in findings),
        "waived": sum(one.waiver is not None for one in findings),
        "rules": len(verdict.checked),
        "resources": len({urn for urns in verdict.checked.values() for urn in urns}),
    }


def as_json(verdict: Verdict, subject: str) -> str:
    """The whole verdict; `subject` is what was checked."""
    document = {"subject": subject, "summary": counts(verdict), "findings": [record(one) for one in verdict.findings]}
    return json.dumps(document, indent=2)
