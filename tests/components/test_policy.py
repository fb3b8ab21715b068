"""The section of the policies: what the program accepts is what the command understands."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from components.policy import PolicyArgs, Profile
from policies import rule
from policies.enforcement import Policy


def test_both_know_the_same_settings() -> None:
    assert set(PolicyArgs.model_fields) == set(Policy.model_fields)
    assert list(get_args(Profile)) == [one.value for one in rule.Profile]


@pytest.mark.parametrize(
    "section",
    [
        {},
        {"enforcement": "advisory", "reasons": {"enforcement": "experiments"}},
        {"profiles": ["hipaa", "pss-restricted"], "strict": True},
    ],
)
def test_both_understand_the_same(section: dict[str, Any]) -> None:
    assert PolicyArgs.model_validate(section).model_dump() == Policy.read(section, "dev", "here").model_dump()


@pytest.mark.parametrize("section", [{"enforcement": "advisory"}, {"enforcement": "off"}, {"profiles": ["hippa"]}])
def test_both_refuse_the_same(section: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PolicyArgs.model_validate(section)
    with pytest.raises(Exception, match="here"):
        Policy.read(section, "dev", "here")
