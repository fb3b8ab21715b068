"""SARIF 2.1.0, which code hosts show beside the change that is reviewed."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from policies.reports.records import message
from policies.rule import Rule, Severity
from policies.verdict import Judged, Verdict

_LEVELS: Final = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
}
_SCORES: Final = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.0"}
"""GitHub sorts by `security-severity`: above 9 is critical, above 7 high, above 4 medium."""


def as_sarif(verdict: Verdict, subject: str) -> str:
    """The verdict; every finding points at `subject`, a path in the repository, and names its resource."""
    rules = sorted({one.rule.name: one.rule for one in verdict.findings}.items())
    driver = {
        "name": "strata",
        "rules": [_rule(rule) for _, rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(one, subject) for one in verdict.findings],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: Rule) -> dict[str, Any]:
    tags = [f"{standard}/{one}" for standard, ids in rule.controls.by_standard().items() for one in ids]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"{rule.title} {rule.why[:1].upper()}{rule.why[1:]}"},
        "help": {"text": f"{rule.fix[:1].upper()}{rule.fix[1:]}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["security", *tags][:20], "security-severity": _SCORES[rule.severity]},
    }


def _result(one: Judged, subject: str) -> dict[str, Any]:
    finding = one.finding
    identity = hashlib.sha256(f"{one.rule.name}\n{finding.urn}\n{finding.path}".encode()).hexdigest()
    where = f"{finding.urn} {finding.path}".strip()
    result: dict[str, Any] = {
        "ruleId": one.rule.name,
        "level": _LEVELS[one.rule.severity] if one.counts else "note",
        "kind": "fail" if one.counts else "open",
        "message": {"text": f"{message(one)} ({where})"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": subject}, "region": {"startLine": 1}},
                "logicalLocations": [{"fullyQualifiedName": where, "kind": "resource"}],
            }
        ],
        "partialFingerprints": {"strataFinding/v1": identity},
    }
    if one.waiver is not None:
        why = f"{one.waiver.reason} ({one.waiver.owner}, {one.waiver.ticket}, until {one.waiver.expires})"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    if result["kind"] == "open":
        result.pop("level")
    return result
