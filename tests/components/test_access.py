"""Exactly those administer the cluster who are named, and somebody always does."""

from __future__ import annotations

import pulumi
import pytest
from pulumi_aws import iam

from components.access import Access
from components.custom_resource import after
from components.policy_document import policy_document, trust
from tests.components.conftest import BringUp
from tests.components.surroundings import ACCOUNT, CLUSTER, children, eks_cluster, network
from tests.harness import Result

ENTRY = "aws:eks/accessEntry:AccessEntry"
ASSOCIATION = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation"
ADMINS = [f"arn:aws:iam::{ACCOUNT}:role/admin", f"arn:aws:iam::{ACCOUNT}:role/team/on-call"]
NAMES = [f"access-{ACCOUNT}-role-admin", f"access-{ACCOUNT}-role-team-on-call"]


def bring_up_access(up: BringUp, admins: list[str]) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        # EKS lets in only those who exist.
        trusted = policy_document(trust("ec2.amazonaws.com"))
        people = [
            iam.Role("admin", name="admin", assume_role_policy=trusted, opts=opts),
            iam.Role("on-call", name="on-call", path="/team/", assume_role_policy=trusted, opts=opts),
        ]
        cluster = eks_cluster(network(opts), opts)
        Access("access", admins, cluster=cluster, opts=after(opts, *people))

    return up(build)


@pytest.fixture(scope="module")
def named(up: BringUp) -> Result:
    return bring_up_access(up, [*ADMINS, ADMINS[0]])


@pytest.fixture(scope="module")
def unnamed(up: BringUp) -> Result:
    return bring_up_access(up, [])


def test_each_administrator_has_one_entry_and_nobody_else_has(named: Result) -> None:
    assert children(named, "Access", "access") == {(kind, name) for kind in (ENTRY, ASSOCIATION) for name in NAMES}
    for name, arn in zip(NAMES, ADMINS, strict=True):
        entry = named.inputs(ENTRY, name)
        assert (entry["clusterName"], entry["principalArn"], entry["type"]) == (CLUSTER, arn, "STANDARD")


def test_their_rights_come_from_the_access_policy_and_no_group(named: Result) -> None:
    for name, arn in zip(NAMES, ADMINS, strict=True):
        assert "kubernetesGroups" not in named.inputs(ENTRY, name)
        assert named.inputs(ASSOCIATION, name) == {
            "clusterName": CLUSTER,
            "principalArn": arn,
            "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            "accessScope": {"type": "cluster"},
        }


def test_rights_are_given_to_an_entry_that_stands(named: Result) -> None:
    for name in NAMES:
        assert named.of(ENTRY, name).urn in named.of(ASSOCIATION, name).dependencies


def test_outputs(named: Result) -> None:
    assert named.of("strata:index:Access", "access").outputs == {"admins": ADMINS}


def test_without_a_name_whoever_runs_up_administers_it(unnamed: Result) -> None:
    assert children(unnamed, "Access", "access") == {(ENTRY, "access-deployer"), (ASSOCIATION, "access-deployer")}
    deployer = unnamed.inputs(ENTRY, "access-deployer")["principalArn"]
    assert deployer.startswith("arn:aws:")
    assert unnamed.inputs(ASSOCIATION, "access-deployer")["principalArn"] == deployer
    assert unnamed.of("strata:index:Access", "access").outputs == {"admins": [deployer]}
