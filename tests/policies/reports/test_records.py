"""JSON: everything that is decided about a finding, and no value."""

from __future__ import annotations

import json

from policies.reports.records import as_json
from tests.policies.reports.verdicts import SECRET, verdict
from tests.policies.stacks import PREFIX


def test_all_that_is_decided() -> None:
    document = json.loads(as_json(verdict(), "dev"))
    assert document["subject"] == "dev"
    assert document["summary"] == {
        "violations": 2,
        "blocking": 2,
        "unknown": 1,
        "errors": 1,
        "waived": 1,
        "rules": 2,
        "resources": 4,
    }
    by_name = {one["urn"].removeprefix(PREFIX): one for one in document["findings"]}
    assert by_name["bad"] == {
        "rule": "sealed",
        "urn": f"{PREFIX}bad",
        "path": "sealed",
        "outcome": "violated",
        "severity": "critical",
        "level": "mandatory",
        "blocks": True,
        "message": "sealed is on. Should be on.",
        "remediation": "switch it on again.",
        "controls": {"fsbp": ["SQS.1"], "nist": ["AC-3", "AC-4"]},
        "waiver": None,
    }
    assert by_name["waived"]["waiver"] == {
        "rule": "sealed",
        "urn": f"{PREFIX}waived",
        "reason": "a test | of pipes",
        "owner": "ml",
        "ticket": "T-1",
        "expires": "2027-01-31",
    }
    assert (by_name["waived"]["blocks"], by_name["later"]["blocks"], by_name["odd"]["blocks"]) == (False, False, True)
    assert by_name["later"]["message"] == "Cannot be known yet: sealed is on. Should be on."
    assert (by_name["odd"]["outcome"], by_name["odd"]["path"]) == ("error", "")


def test_no_value_is_told() -> None:
    assert SECRET not in as_json(verdict(), "dev")
