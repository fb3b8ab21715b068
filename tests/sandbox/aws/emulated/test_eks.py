"""What all of the emulated EKS has in common: tags, pages, errors, regions; and a catalogue that fits together."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from sandbox.aws.emulated.eks.catalogue import ADDONS, DEFAULT_VERSION, VERSIONS

CLUSTER = "platform"


@pytest.fixture
def eks(aws_client: Callable[..., Any]) -> Any:
    """A client, in an account with the cluster `platform` and the roles `one` to `three`."""
    client, ec2, iam = (aws_client(service) for service in ("eks", "ec2", "iam"))
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{zone}.0/24", AvailabilityZone=f"eu-central-1{'ab'[zone]}")
        for zone in range(2)
    ]
    trust = json.dumps({"Version": "2012-10-17", "Statement": []})
    client.roles = [
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
        for name in ("one", "two", "three")
    ]
    client.create_cluster(
        name=CLUSTER,
        roleArn=client.roles[0],
        resourcesVpcConfig={"subnetIds": [subnet["Subnet"]["SubnetId"] for subnet in subnets]},
        accessConfig={"authenticationMode": "API", "bootstrapClusterCreatorAdminPermissions": False},
    )
    return client


def test_everything_bears_tags(eks: Any) -> None:
    [subnet, *_] = eks.describe_cluster(name=CLUSTER)["cluster"]["resourcesVpcConfig"]["subnetIds"]
    within = {"clusterName": CLUSTER}
    entry = eks.create_access_entry(**within, principalArn=eks.roles[1])["accessEntry"]
    addon = eks.create_addon(**within, addonName="coredns")["addon"]
    identity = eks.create_pod_identity_association(
        **within, namespace="ml", serviceAccount="train", roleArn=eks.roles[1]
    )["association"]
    group = eks.create_nodegroup(**within, nodegroupName="cpu", subnets=[subnet], nodeRole=eks.roles[2])["nodegroup"]
    arns = [
        eks.describe_cluster(name=CLUSTER)["cluster"]["arn"],
        entry["accessEntryArn"],
        addon["addonArn"],
        identity["associationArn"],
        group["nodegroupArn"],
    ]
    for arn in arns:
        eks.tag_resource(resourceArn=arn, tags={"of": arn, "stage": "dev"})
        eks.untag_resource(resourceArn=arn, tagKeys=["stage", "never-set"])
    assert [eks.list_tags_for_resource(resourceArn=arn)["tags"] for arn in arns] == [{"of": arn} for arn in arns]
    assert eks.describe_addon(**within, addonName="coredns")["addon"]["tags"] == {"of": addon["addonArn"]}


def test_tags_of_nothing_are_refused(eks: Any) -> None:
    arn = "arn:aws:eks:eu-central-1:123456789012:addon/platform/coredns/0"
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        eks.list_tags_for_resource(resourceArn=arn)


def test_lists_come_in_pages(eks: Any) -> None:
    for arn in eks.roles:
        eks.create_access_entry(clusterName=CLUSTER, principalArn=arn)
    first = eks.list_access_entries(clusterName=CLUSTER, maxResults=2)
    second = eks.list_access_entries(clusterName=CLUSTER, maxResults=2, nextToken=first["nextToken"])
    assert [*first["accessEntries"], *second["accessEntries"]] == sorted(eks.roles)
    assert len(first["accessEntries"]) == 2
    assert not second.get("nextToken")


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("describe_cluster", {"name": "other"}),
        ("list_addons", {"clusterName": "other"}),
        ("create_addon", {"clusterName": "other", "addonName": "coredns"}),
        ("list_access_entries", {"clusterName": "other"}),
        ("list_pod_identity_associations", {"clusterName": "other"}),
        ("describe_nodegroup", {"clusterName": "platform", "nodegroupName": "other"}),
    ],
)
def test_what_does_not_exist_is_told_as_eks_does(eks: Any, operation: str, parameters: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        getattr(eks, operation)(**parameters)


def test_regions_have_their_own(eks: Any, aws_client: Callable[..., Any]) -> None:
    assert aws_client("eks", "us-east-1").list_clusters()["clusters"] == []


def test_the_catalogue_fits_together() -> None:
    assert DEFAULT_VERSION in VERSIONS
    for name, versions in ADDONS.items():
        for cluster in VERSIONS:
            offered = [fits[cluster] for fits in versions.values() if cluster in fits]
            assert offered.count(True) == 1, f"{name} needs one default on {cluster}"
            assert offered[0], f"the default of {name} on {cluster} comes first"
