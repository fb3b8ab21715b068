"""Rules are chosen by profile, by name and by severity."""

from __future__ import annotations

import pytest

from cli.errors import UsageError
from cli.policy.options import SEVERITIES, choose_rules
from policies.rule import Severity


def test_severities_are_those_of_the_rules() -> None:
    assert list(SEVERITIES) == [one.value for one in Severity]


def test_by_name_whatever_the_profile() -> None:
    assert [one.name for one in choose_rules(None, ["sqs-encrypted", "k8s-no-privileged"])] == [
        "sqs-encrypted",
        "k8s-no-privileged",
    ]


def test_at_least_as_severe() -> None:
    assert [one.name for one in choose_rules(None, ["sqs-encrypted", "k8s-no-privileged"], "critical")] == [
        "k8s-no-privileged"
    ]


def test_what_there_is_not() -> None:
    with pytest.raises(UsageError, match=r"no rule is named 'zzz'; there are "):
        choose_rules(None, ["zzz"])
