"""A role that a pipeline takes with its token."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from botocore.exceptions import ClientError

from foundation.documents import Statement, by_sid, document, sids
from foundation.names import PATH, Names, as_dict, as_list
from foundation.piece import Piece, Property

_SESSION_S: Final = 3600
"""The shortest `longest session` that IAM offers for a role."""


@dataclass(frozen=True)
class RoleSettings:
    """What a role is to be.

    Attributes:
        name: its name.
        description: what it is for.
        trust: the one statement of its trust policy.
        policies: the ARNs of all that it carries.
    """

    name: str
    description: str
    trust: Statement
    policies: Sequence[str]


class Role(Piece):
    """A role. What it carries beyond its policies is taken away."""

    kind: ClassVar[str] = "role"

    def __init__(self, names: Names, settings: RoleSettings) -> None:
        super().__init__(names)
        self.settings = settings

    @property
    def name(self) -> str:
        return self.settings.name

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.names.role_arn(self.name)

    @property
    def iam(self) -> Any:
        """The client."""
        return self.client("iam")

    def exists(self) -> bool:
        return self._described() is not None

    def create(self) -> None:
        self.iam.create_role(
            RoleName=self.name,
            Path=PATH,
            Description=self.settings.description,
            AssumeRolePolicyDocument=document([self.settings.trust]),
            MaxSessionDuration=_SESSION_S,
            Tags=as_list(self.names.tags),
        )

    def properties(self) -> Iterator[Property]:
        iam, role, settings = self.iam, {"RoleName": self.name}, self.settings
        yield Property(
            "trust",
            lambda: by_sid(self._described()["AssumeRolePolicyDocument"]),
            sids(settings.trust),
            lambda: iam.update_assume_role_policy(**role, PolicyDocument=document([settings.trust])),
        )
        yield Property("inline policies", self._inline, [], self._drop_inline)
        yield Property("policies", self._attached, dict.fromkeys(settings.policies, "attached"), self._attach)
        yield Property(
            "longest session (s)",
            lambda: self._described()["MaxSessionDuration"],
            _SESSION_S,
            lambda: iam.update_role(**role, MaxSessionDuration=_SESSION_S, Description=settings.description),
        )
        yield Property(
            "tags",
            lambda: {key: value for key, value in self._tags().items() if key in self.names.tags},
            self.names.tags,
            lambda: iam.tag_role(**role, Tags=as_list(self.names.tags)),
        )

    def delete(self) -> None:
        self._drop_inline()
        for arn in self._attached():
            self.iam.detach_role_policy(RoleName=self.name, PolicyArn=arn)
        self.iam.delete_role(RoleName=self.name)

    def _described(self) -> Any:
        try:
            return self.iam.get_role(RoleName=self.name)["Role"]
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchEntity", "NoSuchEntityException"):
                return None
            raise

    def _tags(self) -> dict[str, str]:
        return as_dict(self.iam.list_role_tags(RoleName=self.name)["Tags"])

    def _attached(self) -> dict[str, str]:
        found = self.iam.list_attached_role_policies(RoleName=self.name)["AttachedPolicies"]
        return {one["PolicyArn"]: "attached" for one in found}

    def _attach(self) -> None:
        attached = set(self._attached())
        for arn in attached - set(self.settings.policies):
            self.iam.detach_role_policy(RoleName=self.name, PolicyArn=arn)
        for arn in set(self.settings.policies) - attached:
            self.iam.attach_role_policy(RoleName=self.name, PolicyArn=arn)

    def _inline(self) -> list[str]:
        return sorted(self.iam.list_role_policies(RoleName=self.name)["PolicyNames"])

    def _drop_inline(self) -> None:
        for name in self._inline():
            self.iam.delete_role_policy(RoleName=self.name, PolicyName=name)
