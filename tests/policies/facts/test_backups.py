"""What plans of AWS Backup select: by ARN, pattern, tag and condition, but for what they except."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.backups import SELECTIONS, is_backed_up
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
ARN = "arn:aws:rds:eu-central-1:111122223333:db:one"
DAILY = {"key": "backup", "value": "daily"}
DAILY_TAG = {"key": "aws:ResourceTag/backup", "value": "daily"}


def selected(arn: str | None = ARN, **selection: Any) -> Truth:
    outputs = {} if arn is None else {"arn": arn}
    one = Resource(urn="urn::one", type="t", name="one", properties={"tags": {"backup": "daily"}}, outputs=outputs)
    Stack([one, Resource(urn="urn::s", type=SELECTIONS[0], name="s", properties=selection)])
    return is_backed_up(one)


@pytest.mark.parametrize(
    ("selection", "known"),
    [
        ({}, F),
        ({"resources": [ARN]}, T),
        ({"resources": ["*"]}, T),
        ({"resources": ["arn:aws:rds:*:*:db:*"]}, T),
        ({"resources": ["arn:aws:dynamodb:*:*:table/*"]}, F),
        ({"resources": [UNKNOWN]}, U),
        ({"resources": ["*"], "notResources": [ARN]}, F),
        ({"selectionTags": [DAILY]}, T),
        ({"selectionTags": [{"key": "backup", "value": "weekly"}, DAILY]}, T),
        ({"selectionTags": [{"key": "backup", "value": "weekly"}]}, F),
        ({"selectionTags": [{"key": "backup", "value": UNKNOWN}]}, U),
        ({"resources": ["*"], "conditions": {"stringEquals": [DAILY_TAG]}}, T),
        ({"resources": ["*"], "conditions": {"stringNotEquals": [DAILY_TAG]}}, F),
        ({"resources": ["*"], "conditions": {"stringLikes": [{"key": DAILY_TAG["key"], "value": "d*"}]}}, T),
        ({"resources": ["*"], "conditions": {"stringNotLikes": [{"key": DAILY_TAG["key"], "value": "d*"}]}}, F),
    ],
)
def test_what_is_selected(selection: dict[str, Any], known: Truth) -> None:
    assert selected(**selection) is known


def test_before_the_arn_is_known_only_a_pattern_for_everything_certainly_selects() -> None:
    assert selected(None, resources=["*"]) is T
    assert selected(None, resources=["arn:aws:rds:*:*:db:*"]) is U
    assert selected(None, resources=[ARN]) is U
    assert selected(None) is F
