"""Whose a thing is, told from its tags."""

from __future__ import annotations

import pytest

from audit import Finding, Owner

OWNER = Owner("strata", "dev")


@pytest.mark.parametrize(
    ("tags", "ours"),
    [
        ({"project": "strata", "environment": "dev", "owner": "ml"}, True),
        ({"kubernetes.io/cluster/strata-dev": "owned"}, True),
        ({"project": "strata", "environment": "prod"}, False),
        ({"project": "other", "environment": "dev"}, False),
        ({"environment": "dev"}, False),
        ({"kubernetes.io/cluster/strata-develop": "owned"}, False),
        ({}, False),
    ],
)
def test_both_tags_together_tell_the_owner(tags: dict[str, str], *, ours: bool) -> None:
    assert OWNER.owns(tags) is ours


@pytest.mark.parametrize(
    ("arn", "name"),
    [
        ("arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-1", "vpc-1"),
        ("arn:aws:sqs:eu-central-1:123456789012:jobs", "jobs"),
        ("arn:aws:s3:::data", "data"),
    ],
)
def test_the_name_is_the_last_part(arn: str, name: str) -> None:
    assert Finding(service="x", kind="y", id=arn).name == name
