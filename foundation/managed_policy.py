"""A policy of ours in IAM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from botocore.exceptions import ClientError

from foundation.documents import Statement, by_sid, document, sids
from foundation.names import PATH, Names, as_dict, as_list
from foundation.piece import Piece, Property


class ManagedPolicy(Piece):
    """A policy.

    Args:
        names: the environment's.
        name: its name.
        statements: what it says.
    """

    kind: ClassVar[str] = "policy"

    def __init__(self, names: Names, name: str, statements: Sequence[Statement]) -> None:
        super().__init__(names)
        self._name = name
        self.statements = statements

    @property
    def name(self) -> str:
        return self._name

    @property
    def iam(self) -> Any:
        """The client."""
        return self.client("iam")

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.names.policy_arn(self.name)

    def exists(self) -> bool:
        return self._described() is not None

    def create(self) -> None:
        self.iam.create_policy(
            PolicyName=self.name,
            Path=PATH,
            PolicyDocument=document(self.statements),
            Tags=as_list(self.first_tags),
        )

    def properties(self) -> Iterator[Property]:
        yield Property("statements", self._document, sids(*self.statements), self._put_document)
        yield self.tagged()

    def tagged(self) -> Property:
        """That it bears its tags."""
        wanted = self.first_tags
        return Property(
            "tags",
            lambda: {key: value for key, value in self.all_tags().items() if key in wanted},
            wanted,
            lambda: self.tag(wanted),
        )

    def all_tags(self) -> dict[str, str]:
        """Its tags."""
        return as_dict(self.iam.list_policy_tags(PolicyArn=self.arn)["Tags"])

    def tag(self, tags: dict[str, str]) -> None:
        """Add tags."""
        self.iam.tag_policy(PolicyArn=self.arn, Tags=as_list(tags))

    def untag(self, *keys: str) -> None:
        """Take tags away."""
        self.iam.untag_policy(PolicyArn=self.arn, TagKeys=list(keys))

    def delete(self) -> None:
        for version in self._old_versions():
            self.iam.delete_policy_version(PolicyArn=self.arn, VersionId=version)
        self.iam.delete_policy(PolicyArn=self.arn)

    def _described(self) -> Any:
        try:
            return self.iam.get_policy(PolicyArn=self.arn)["Policy"]
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchEntity", "NoSuchEntityException"):
                return None
            raise

    def _document(self) -> Any:
        version = self._described()["DefaultVersionId"]
        found = self.iam.get_policy_version(PolicyArn=self.arn, VersionId=version)["PolicyVersion"]
        return by_sid(found["Document"])

    def _put_document(self) -> None:
        """IAM keeps five versions; all but the one that held until now make room."""
        for version in self._old_versions():
            self.iam.delete_policy_version(PolicyArn=self.arn, VersionId=version)
        new = document(self.statements)
        self.iam.create_policy_version(PolicyArn=self.arn, PolicyDocument=new, SetAsDefault=True)

    def _old_versions(self) -> list[str]:
        versions = self.iam.list_policy_versions(PolicyArn=self.arn)["Versions"]
        return [one["VersionId"] for one in versions if not one["IsDefaultVersion"]]
