"""SARIF: what code hosts need to show, follow and dismiss a finding."""

from __future__ import annotations

import json
from typing import Any

from policies.reports.sarif import as_sarif
from tests.policies.reports.verdicts import SECRET, verdict
from tests.policies.stacks import PREFIX


def run(**options: Any) -> dict[str, Any]:
    document = json.loads(as_sarif(verdict(**options), "stacks/Pulumi.dev.yaml"))
    assert document["version"] == "2.1.0"
    (only,) = document["runs"]
    return dict(only)


def results(**options: Any) -> dict[str, Any]:
    found = run(**options)["results"]
    return {one["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].removeprefix(PREFIX): one for one in found}


def test_a_violation() -> None:
    bad = results()["bad sealed"]
    assert (bad["ruleId"], bad["level"], bad["kind"]) == ("sealed", "error", "fail")
    assert bad["message"]["text"] == f"sealed is on. Should be on. ({PREFIX}bad sealed)"
    assert bad["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "stacks/Pulumi.dev.yaml"}
    assert "suppressions" not in bad


def test_a_waiver_is_a_suppression() -> None:
    assert results()["waived sealed"]["suppressions"] == [
        {"kind": "external", "justification": "a test | of pipes (ml, T-1, until 2027-01-31)"}
    ]


def test_what_is_unknown_is_open_until_it_counts() -> None:
    assert results()["later sealed"]["kind"] == "open"
    assert "level" not in results()["later sealed"]
    assert results(strict=True)["later sealed"]["kind"] == "fail"


def test_each_rule_is_described_once() -> None:
    (rule,) = run()["tool"]["driver"]["rules"]
    assert (rule["id"], rule["defaultConfiguration"]) == ("sealed", {"level": "error"})
    assert rule["properties"] == {
        "tags": ["security", "fsbp/SQS.1", "nist/AC-3", "nist/AC-4"],
        "security-severity": "9.5",
    }


def test_fingerprints_tell_findings_apart_and_stay() -> None:
    prints = [one["partialFingerprints"]["strataFinding/v1"] for one in run()["results"]]
    assert len(set(prints)) == len(prints) == 4
    assert prints == [one["partialFingerprints"]["strataFinding/v1"] for one in run()["results"]]
    assert SECRET not in json.dumps(run())
