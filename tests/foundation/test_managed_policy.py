"""A policy of ours: replaced in place, and deleted with its versions."""

from __future__ import annotations

from foundation.managed_policy import ManagedPolicy
from tests.foundation.conftest import Place


def policy(place: Place, action: str) -> ManagedPolicy:
    """A policy of one action."""
    statement = {"Sid": "A", "Effect": "Allow", "Action": [action], "Resource": ["*"]}
    return ManagedPolicy(place.names(), "strata-prod-x", [statement])


def test_each_change_is_a_version_and_there_is_always_room(place: Place) -> None:
    for number in range(8):
        one = policy(place, f"sqs:Act{number}")
        list(one.apply())
        assert one.look() == []
    versions = place.client("iam").list_policy_versions(PolicyArn=one.arn)["Versions"]
    assert len(versions) == 2
    list(one.remove())
    assert not one.exists()
    assert one.look_for_removal() == []
