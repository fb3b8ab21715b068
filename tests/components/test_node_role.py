"""A node may join the cluster and pull images, and nothing else."""

from __future__ import annotations

import json

import pytest

from components.node_role import NodeRole
from tests.components.conftest import BringUp
from tests.harness import Result

ROLE = "aws:iam/role:Role"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"


@pytest.fixture(scope="module")
def role(up: BringUp) -> Result:
    return up(lambda opts: NodeRole("node", opts=opts))


def test_only_instances_take_the_role(role: Result) -> None:
    assert json.loads(role.inputs(ROLE, "node")["assumeRolePolicy"])["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ]


def test_the_permissions_of_a_node(role: Result) -> None:
    assert {role.inputs(ATTACHMENT, name)["policyArn"] for name in role.names(ATTACHMENT)} == {
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
    }
    assert role.names("aws:iam/rolePolicy:RolePolicy") == set()


def test_outputs(role: Result) -> None:
    outputs = role.outputs(ROLE, "node")
    component = role.of("strata:index:NodeRole", "node")
    assert component.outputs == {"arn": outputs["arn"], "role_name": outputs["name"]}
