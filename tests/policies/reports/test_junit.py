"""JUnit: every resource that a rule looked at is a case, also those that pass."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from policies.reports.junit import as_junit
from tests.policies.reports.verdicts import SECRET, verdict
from tests.policies.stacks import PREFIX


def ended(*, strict: bool) -> dict[str, dict[str, str]]:
    root = ET.fromstring(as_junit(verdict(strict=strict), "dev"))
    return {
        suite.get("name", ""): {
            case.get("name", "").removeprefix(PREFIX): case[0].tag if len(case) else "passed" for case in suite
        }
        for suite in root
    }


@pytest.mark.parametrize(("strict", "later"), [(False, "skipped"), (True, "failure")])
def test_a_case_for_each_resource(strict: bool, later: str) -> None:
    assert ended(strict=strict) == {
        "named": {"bad": "passed", "waived": "passed", "later": "passed", "odd": "passed"},
        "sealed": {"bad": "failure", "waived": "skipped", "later": later, "odd": "error"},
    }


def test_the_counts_are_those_of_the_cases() -> None:
    root = ET.fromstring(as_junit(verdict(), "dev"))
    (sealed,) = [suite for suite in root if suite.get("name") == "sealed"]
    assert {key: sealed.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "1",
        "skipped": "2",
    }
    failure = sealed.find("testcase/failure")
    assert failure is not None
    assert failure.text == "sealed: sealed is on. Should be on.\nswitch it on again."
    assert SECRET not in as_junit(verdict(), "dev")
