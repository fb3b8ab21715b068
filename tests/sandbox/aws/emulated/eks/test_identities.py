"""Pod identity associations."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

CLUSTER = "platform"


def _associate(platform: Any, account: str, namespace: str = "ml", **options: Any) -> Any:
    role = options.pop("roleArn", None) or platform.role(f"{namespace}-{account}")
    return platform.client.create_pod_identity_association(
        clusterName=CLUSTER, namespace=namespace, serviceAccount=account, roleArn=role, **options
    )["association"]


def _described(platform: Any, association: str) -> Any:
    return platform.client.describe_pod_identity_association(clusterName=CLUSTER, associationId=association)[
        "association"
    ]


def test_is_described_as_it_was_made(platform: Any) -> None:
    made = _associate(platform, "train", tags={"team": "ml"})
    found = _described(platform, made["associationId"])
    assert (found["namespace"], found["serviceAccount"], found["tags"]) == ("ml", "train", {"team": "ml"})
    assert found["roleArn"].endswith(":role/ml-train")
    assert found["disableSessionTags"] is False
    assert found["associationArn"].endswith(f"podidentityassociation/platform/{made['associationId']}")


def test_the_role_can_change_to_one_that_exists(platform: Any) -> None:
    name = _associate(platform, "train")["associationId"]
    other = platform.role("other")
    update = {"clusterName": CLUSTER, "associationId": name}
    platform.client.update_pod_identity_association(**update, roleArn=other, disableSessionTags=True)
    assert (_described(platform, name)["roleArn"], _described(platform, name)["disableSessionTags"]) == (other, True)
    with pytest.raises(ClientError, match="does not exist"):
        platform.client.update_pod_identity_association(**update, roleArn="arn:aws:iam::123456789012:role/nobody")
    assert _described(platform, name)["roleArn"] == other


def test_a_service_account_has_one(platform: Any) -> None:
    made = _associate(platform, "train")
    with pytest.raises(ClientError, match=f"Association already exists: {made['associationId']}"):
        _associate(platform, "train", roleArn=platform.role("other"))
    _associate(platform, "train", namespace="other")


def test_the_role_must_exist(platform: Any) -> None:
    with pytest.raises(ClientError, match="could not be assumed because it does not exist"):
        _associate(platform, "train", roleArn="arn:aws:iam::123456789012:role/nobody")


def test_another_accounts_role_is_reached_with_an_external_id(platform: Any) -> None:
    target = "arn:aws:iam::999999999999:role/data"
    made = _associate(platform, "train", targetRoleArn=target)
    assert (made["targetRoleArn"], bool(made["externalId"])) == (target, True)


def test_they_are_listed_by_place_without_their_roles(platform: Any) -> None:
    for account, namespace in (("train", "ml"), ("serve", "ml"), ("train", "other")):
        _associate(platform, account, namespace)

    def listed(**where: str) -> list[tuple[str, str]]:
        found = platform.client.list_pod_identity_associations(clusterName=CLUSTER, **where)["associations"]
        assert all("roleArn" not in association for association in found)
        return sorted((association["namespace"], association["serviceAccount"]) for association in found)

    assert listed() == [("ml", "serve"), ("ml", "train"), ("other", "train")]
    assert listed(namespace="ml") == [("ml", "serve"), ("ml", "train")]
    assert listed(serviceAccount="train") == [("ml", "train"), ("other", "train")]
    assert listed(namespace="other", serviceAccount="serve") == []


def test_deleted_ones_are_gone(platform: Any) -> None:
    name = {"clusterName": CLUSTER, "associationId": _associate(platform, "train")["associationId"]}
    platform.client.delete_pod_identity_association(**name)
    for call in (
        platform.client.describe_pod_identity_association,
        platform.client.delete_pod_identity_association,
        platform.client.update_pod_identity_association,
    ):
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            call(**name)
