"""Every control that is known is counted, and none is said to be served without a rule."""

from __future__ import annotations

from policies.catalogue import all_rules
from policies.coverage import coverage, known_controls
from policies.standards import TITLES
from tests.policies.stacks import rule


def test_what_is_served_and_what_is_not() -> None:
    measured = {one.standard: one for one in coverage([rule("a"), rule("b")])}
    assert list(measured) == list(TITLES)
    fsbp = measured["fsbp"]
    assert fsbp.rules["SQS.1"] == ("a", "b")
    assert set(fsbp.gaps) == set(known_controls()["fsbp"]) - {"SQS.1"}
    assert fsbp.title == "AWS Foundational Security Best Practices 1.0.0"


def test_a_control_that_only_a_rule_knows_is_counted_too() -> None:
    measured = {one.standard: one for one in coverage([rule("a")])}
    assert {"AC-3", "AC-4"} <= set(measured["nist"].rules)


def test_every_rule_appears_under_each_of_its_controls() -> None:
    measured = {one.standard: one for one in coverage(all_rules())}
    for one in all_rules():
        for standard, controls in one.controls.by_standard().items():
            assert all(one.name in measured[standard].rules[control] for control in controls)


def test_known_standards_have_titles() -> None:
    assert set(known_controls()) <= set(TITLES)
    assert all(len(set(ids)) == len(ids) > 0 for ids in known_controls().values())
