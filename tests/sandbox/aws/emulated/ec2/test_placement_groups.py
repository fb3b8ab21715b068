"""Placement groups, through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError


def _tagged(**tags: str) -> list[dict[str, Any]]:
    return [{"ResourceType": "placement-group", "Tags": [{"Key": key, "Value": tags[key]} for key in tags]}]


@pytest.mark.parametrize(
    ("asked", "filled_in"),
    [
        ({}, {"Strategy": "cluster"}),
        ({"Strategy": "cluster"}, {"Strategy": "cluster"}),
        ({"Strategy": "partition"}, {"Strategy": "partition", "PartitionCount": 2}),
        ({"Strategy": "partition", "PartitionCount": 5}, {"Strategy": "partition", "PartitionCount": 5}),
        ({"Strategy": "spread"}, {"Strategy": "spread", "SpreadLevel": "rack"}),
        ({"Strategy": "spread", "SpreadLevel": "host"}, {"Strategy": "spread", "SpreadLevel": "host"}),
    ],
)
def test_is_described_as_it_was_made(
    aws_client: Callable[..., Any], asked: dict[str, Any], filled_in: dict[str, Any]
) -> None:
    ec2 = aws_client("ec2")
    made = ec2.create_placement_group(GroupName="gpu", **asked, TagSpecifications=_tagged(team="ml"))["PlacementGroup"]
    [found] = ec2.describe_placement_groups(GroupNames=["gpu"])["PlacementGroups"]
    assert found == made
    assert found["GroupId"].startswith("pg-")
    assert found["GroupArn"].endswith(":placement-group/gpu")
    assert {name: found[name] for name in ("State", *filled_in)} == {"State": "available", **filled_in}
    assert found["Tags"] == [{"Key": "team", "Value": "ml"}]


def test_tags_can_change(aws_client: Callable[..., Any]) -> None:
    ec2 = aws_client("ec2")
    group = ec2.create_placement_group(GroupName="gpu")["PlacementGroup"]["GroupId"]
    ec2.create_tags(Resources=[group], Tags=[{"Key": "a", "Value": "1"}])
    [found] = ec2.describe_placement_groups(GroupIds=[group])["PlacementGroups"]
    assert found["Tags"] == [{"Key": "a", "Value": "1"}]


def test_a_name_is_given_once_and_known_until_deleted(aws_client: Callable[..., Any]) -> None:
    ec2 = aws_client("ec2")
    ec2.create_placement_group(GroupName="gpu")
    ec2.create_placement_group(GroupName="other")
    with pytest.raises(ClientError, match=r"InvalidPlacementGroup\.Duplicate"):
        ec2.create_placement_group(GroupName="gpu")
    ec2.delete_placement_group(GroupName="gpu")
    for call in (
        lambda: ec2.delete_placement_group(GroupName="gpu"),
        lambda: ec2.describe_placement_groups(GroupNames=["gpu"]),
    ):
        with pytest.raises(ClientError, match=r"InvalidPlacementGroup\.Unknown"):
            call()
    assert [group["GroupName"] for group in ec2.describe_placement_groups()["PlacementGroups"]] == ["other"]


def test_regions_have_their_own(aws_client: Callable[..., Any]) -> None:
    aws_client("ec2").create_placement_group(GroupName="gpu")
    assert aws_client("ec2", "us-east-1").describe_placement_groups()["PlacementGroups"] == []
