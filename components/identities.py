"""The roles of the platform: made in one place, so that none of them gets beyond the environment's boundary."""

import pulumi
from pulumi_aws import iam
from pydantic import Field

from components.mistakes import configured
from components.policy_document import Statement, policy_document
from components.settings import Section


class IdentitiesArgs(Section):
    """Roles."""

    permissions_boundary: str | None = Field(default=None, pattern=r"^arn:[\w-]+:iam::[0-9]{12}:policy/[\w+=,.@/-]+$")
    """The ARN of a policy that no role of the stack gets beyond, whatever its own policies say. `strata bootstrap`
    makes one, and tells it; a pipeline may make no role without it."""


def make_role(
    name: str, trusted: Statement, *, opts: pulumi.ResourceOptions, description: str | None = None
) -> iam.Role:
    """A role, within the boundary if the stack has one.

    Args:
        name: its logical name.
        trusted: who takes it, as `trust` writes it.
        opts: its options.
        description: what it is for.
    """
    limit = IdentitiesArgs.model_validate(configured("identities", IdentitiesArgs)).permissions_boundary
    return iam.Role(
        name,
        description=description,
        assume_role_policy=policy_document(trusted),
        permissions_boundary=limit,
        opts=opts,
    )
