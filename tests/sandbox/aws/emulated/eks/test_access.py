"""Access entries, and the policies associated with them."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

CLUSTER = "platform"
POLICY = "arn:aws:eks::aws:cluster-access-policy/{}"


@pytest.fixture
def team(platform: Any) -> dict[str, str]:
    """The parameters that name the entry of the role `team`, which exists."""
    entry = {"clusterName": CLUSTER, "principalArn": platform.role("team")}
    platform.client.create_access_entry(**entry, kubernetesGroups=["viewers"], tags={"team": "ml"})
    return entry


def test_an_entry_is_described_as_it_was_made(platform: Any, team: dict[str, str]) -> None:
    entry = platform.client.describe_access_entry(**team)["accessEntry"]
    assert {name: entry[name] for name in team} == team
    assert (entry["kubernetesGroups"], entry["type"], entry["tags"]) == (["viewers"], "STANDARD", {"team": "ml"})
    assert entry["username"] == team["principalArn"]
    assert ":access-entry/platform/role/123456789012/team/" in entry["accessEntryArn"]


def test_the_creator_is_admitted_unless_that_is_declined(eks: Any) -> None:
    eks.cluster()
    root = "arn:aws:iam::123456789012:root"
    assert eks.client.list_access_entries(clusterName=CLUSTER)["accessEntries"] == [root]
    [policy] = eks.client.list_associated_access_policies(clusterName=CLUSTER, principalArn=root)[
        "associatedAccessPolicies"
    ]
    assert policy["policyArn"] == POLICY.format("AmazonEKSClusterAdminPolicy")
    declined = {"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False}
    eks.cluster("other", accessConfig=declined)
    assert eks.client.list_access_entries(clusterName="other")["accessEntries"] == []


def test_groups_and_name_can_change(platform: Any, team: dict[str, str]) -> None:
    platform.client.update_access_entry(**team, kubernetesGroups=["editors"], username="team")
    entry = platform.client.describe_access_entry(**team)["accessEntry"]
    assert (entry["kubernetesGroups"], entry["username"]) == (["editors"], "team")


def test_a_principal_has_one_entry(platform: Any, team: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="ResourceInUseException"):
        platform.client.create_access_entry(**team)


def test_a_role_must_exist(platform: Any) -> None:
    with pytest.raises(ClientError, match="does not exist"):
        platform.client.create_access_entry(clusterName=CLUSTER, principalArn="arn:aws:iam::123456789012:role/nobody")


def test_a_cluster_without_api_access_takes_none(eks: Any) -> None:
    eks.cluster(accessConfig={"authenticationMode": "CONFIG_MAP"})
    with pytest.raises(ClientError, match=r"authentication mode must be one of \[API, API_AND_CONFIG_MAP\]"):
        eks.client.create_access_entry(clusterName=CLUSTER, principalArn=eks.role("team"))


def test_a_policy_is_associated_changed_and_taken_away(platform: Any, team: dict[str, str]) -> None:
    view = {**team, "policyArn": POLICY.format("AmazonEKSViewPolicy")}

    def scopes() -> list[Any]:
        found = platform.client.list_associated_access_policies(**team)["associatedAccessPolicies"]
        return [policy["accessScope"] for policy in found]

    assert scopes() == []
    platform.client.associate_access_policy(**view, accessScope={"type": "cluster"})
    assert scopes() == [{"type": "cluster", "namespaces": []}]
    platform.client.associate_access_policy(**view, accessScope={"type": "namespace", "namespaces": ["ml"]})
    assert scopes() == [{"type": "namespace", "namespaces": ["ml"]}]
    platform.client.disassociate_access_policy(**view)
    assert scopes() == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        platform.client.disassociate_access_policy(**view)


@pytest.mark.parametrize(
    ("policy", "scope", "refusal"),
    [
        ("AmazonEKSEverythingPolicy", {"type": "cluster"}, "policyArn parameter format is not valid"),
        ("AmazonEKSViewPolicy", {"type": "namespace"}, "namespaces parameter is required"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(
    platform: Any, team: dict[str, str], policy: str, scope: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(ClientError, match=refusal):
        platform.client.associate_access_policy(**team, policyArn=POLICY.format(policy), accessScope=scope)


def test_a_deleted_entry_takes_its_policies_along(platform: Any, team: dict[str, str]) -> None:
    policy = POLICY.format("AmazonEKSViewPolicy")
    platform.client.associate_access_policy(**team, policyArn=policy, accessScope={"type": "cluster"})
    platform.client.delete_access_entry(**team)
    for call in (platform.client.describe_access_entry, platform.client.list_associated_access_policies):
        with pytest.raises(ClientError, match="ResourceNotFoundException"):
            call(**team)
    platform.client.create_access_entry(**team)
    assert platform.client.list_associated_access_policies(**team)["associatedAccessPolicies"] == []


def test_the_policies_that_there_are(platform: Any) -> None:
    names = [policy["name"] for policy in platform.client.list_access_policies()["accessPolicies"]]
    assert {"AmazonEKSClusterAdminPolicy", "AmazonEKSAdminPolicy", "AmazonEKSEditPolicy"} <= set(names)
