"""The account's trust in the tokens that GitHub or GitLab gives its pipelines: no keys are stored anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from botocore.exceptions import ClientError

from foundation.names import Names, as_dict, as_list
from foundation.piece import Property
from foundation.settings import EnvironmentSettings
from foundation.shared import Shared

GITHUB: Final = "https://token.actions.githubusercontent.com"


class IdentityProvider(Shared):
    """The provider of one issuer of tokens; an account can have only one.

    Args:
        names: the environment's.
        settings: say which issuer.
    """

    kind: ClassVar[str] = "identity provider"

    def __init__(self, names: Names, settings: EnvironmentSettings) -> None:
        super().__init__(names)
        is_github = settings.forge == "github"
        self.url = GITHUB if is_github else settings.gitlab_url
        self.audience = "sts.amazonaws.com" if is_github else settings.gitlab_url
        """Whom a token must be for."""

    @property
    def name(self) -> str:
        """The issuer, as the names of its claims begin."""
        return self.url.removeprefix("https://")

    @property
    def arn(self) -> str:
        """Its ARN."""
        return self.names.account.arn("iam", f"oidc-provider/{self.name}")

    @property
    def iam(self) -> Any:
        """The client."""
        return self.client("iam")

    def exists(self) -> bool:
        return self._described() is not None

    def create(self) -> None:
        # Without thumbprints: IAM trusts the issuer's certificate by its authority.
        self.iam.create_open_id_connect_provider(
            Url=self.url, ClientIDList=[self.audience], Tags=as_list(self.first_tags)
        )

    def properties(self) -> Iterator[Property]:
        yield Property(
            "audience",
            lambda: self.audience if self.audience in self._described()["ClientIDList"] else None,
            self.audience,
            lambda: self.iam.add_client_id_to_open_id_connect_provider(
                OpenIDConnectProviderArn=self.arn, ClientID=self.audience
            ),
        )
        yield self.needed_here()

    def all_tags(self) -> dict[str, str]:
        return as_dict(self.iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=self.arn)["Tags"])

    def tag(self, tags: dict[str, str]) -> None:
        self.iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=self.arn, Tags=as_list(tags))

    def untag(self, *keys: str) -> None:
        self.iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=self.arn, TagKeys=list(keys))

    def delete(self) -> None:
        self.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=self.arn)

    def _described(self) -> Any:
        try:
            return self.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=self.arn)
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchEntity", "NoSuchEntityException"):
                return None
            raise
