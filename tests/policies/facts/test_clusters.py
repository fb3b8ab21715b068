"""EKS clusters: versions in support, networks of their own, the roles of nodes."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.clusters import SUPPORTED, has_network_of_its_own, is_for_nodes, is_supported
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(type_: str, name: str = "one", **properties: Any) -> Resource:
    return Resource(urn=f"urn::{name}", type=type_, name=name, properties=properties, id=f"{name}-id")


@pytest.mark.parametrize(
    ("version", "known"), [("1.9", F), ("1.200", T), ("no version", F), (UNKNOWN, U), (None, F), ("2.0", T)]
)
def test_versions_are_compared_as_numbers(version: Any, known: Truth) -> None:
    assert is_supported(Node(version)) is known


def test_every_version_in_the_list_is_supported() -> None:
    assert {is_supported(Node(".".join(map(str, version)))) for version in SUPPORTED} == {T}


@pytest.mark.parametrize(
    ("chart", "known"),
    [("cilium", T), ("oci://quay.io/cilium/cilium", T), ("tigera-operator", T), ("kueue", F), (UNKNOWN, U)],
)
def test_networks_that_charts_install(chart: Any, known: Truth) -> None:
    assert has_network_of_its_own(Stack([resource("kubernetes:helm.sh/v3:Release", chart=chart)])) is known


@pytest.mark.parametrize(
    ("user", "known"),
    [
        (resource("aws:eks/nodeGroup:NodeGroup", "user", nodeRoleArn="role-id"), T),
        (resource("aws:eks/nodeGroup:NodeGroup", "user", nodeRoleArn="other"), F),
        (resource("aws:eks/nodeGroup:NodeGroup", "user", nodeRoleArn=UNKNOWN), U),
        (resource("aws:eks/accessEntry:AccessEntry", "user", principalArn="role-id", type="EC2_LINUX"), T),
        (resource("aws:eks/accessEntry:AccessEntry", "user", principalArn="role-id", type="STANDARD"), F),
    ],
)
def test_roles_of_nodes(user: Resource, known: Truth) -> None:
    role = resource("aws:iam/role:Role", "role")
    Stack([role, user])
    assert is_for_nodes(role) is known
