"""Every role of the platform is made in one place, within the boundary that the stack names."""

from __future__ import annotations

from pathlib import Path

import pulumi
import pytest

from components.identities import IdentitiesArgs, make_role
from components.policy_document import trust
from tests.harness import Deployer

ROLE = "aws:iam/role:Role"
BOUNDARY = "arn:aws:iam::123456789012:policy/strata/strata-test-boundary"


def program() -> None:
    """One role."""
    make_role("nodes", trust("ec2.amazonaws.com"), description="Nodes", opts=pulumi.ResourceOptions())


def test_a_role_has_the_boundary_of_its_stack(deploy: Deployer) -> None:
    inputs = deploy(program, {"aws:region": "eu-central-1", "strata:identities": {"permissions_boundary": BOUNDARY}})
    assert inputs.inputs(ROLE, "nodes")["permissionsBoundary"] == BOUNDARY
    assert inputs.inputs(ROLE, "nodes")["description"] == "Nodes"


def test_a_stack_without_one_has_roles_without_one(deploy: Deployer) -> None:
    result = deploy(program, {"aws:region": "eu-central-1"})
    assert "permissionsBoundary" not in result.inputs(ROLE, "nodes")


@pytest.mark.parametrize("mistake", ["boundary", "arn:aws:iam::1:policy/x", "arn:aws:iam::123456789012:role/x"])
def test_a_boundary_is_the_arn_of_a_policy(mistake: str) -> None:
    with pytest.raises(ValueError, match="permissions_boundary"):
        IdentitiesArgs(permissions_boundary=mistake)


def test_no_component_makes_a_role_by_itself() -> None:
    components = (Path(__file__).parents[2] / "components").glob("*.py")
    assert [path.name for path in components if "iam.Role(" in path.read_text()] == ["identities.py"]
