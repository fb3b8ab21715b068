"""What everything of a foundation is called: made of the project, the environment and the account, never by chance.

A run that was cut off finds what it made by these names, and so does a teardown on another machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from foundation.account import Account

PATH: Final = "/strata/"
"""The path of the roles and policies in IAM; the roles that stacks make have none."""
MADE_FOR: Final = "strata:bootstrap"
"""The tag of everything that a foundation consists of: its environment, or `shared`."""
SHARED: Final = "shared"
_BUCKET_CHARACTERS_MAX: Final = 63
_PROJECT: Final = "strata:project"
_USER: Final = "strata:environment/"


@dataclass(frozen=True)
class Names:
    """The names in one environment's foundation.

    Attributes:
        project: Pulumi's project.
        environment: e.g. `prod`.
        account: where.
    """

    project: str
    environment: str
    account: Account

    @property
    def prefix(self) -> str:
        """Begins every name, e.g. `strata-prod`."""
        return f"{self.project}-{self.environment}"

    @property
    def state_bucket(self) -> str:
        """The bucket of the stacks' state. Buckets of all accounts in the world share one space of names."""
        return f"{self.prefix}-state-{self.account.number}-{self.account.region}"

    @property
    def log_bucket(self) -> str:
        """The bucket of the state bucket's access logs."""
        return f"{self.prefix}-state-logs-{self.account.number}-{self.account.region}"

    @property
    def key_alias(self) -> str:
        """What the key is called, and what Pulumi is told to encrypt secrets with."""
        return f"alias/{self.prefix}/secrets"

    def mistake(self) -> str:
        """Why these names cannot be; empty if they can."""
        if re.fullmatch(r"[a-z0-9][a-z0-9-]{2,62}", self.log_bucket):
            return ""
        room = _BUCKET_CHARACTERS_MAX - len(self.log_bucket) + len(self.project)
        return (
            f"the project's name begins the names of buckets: at most {room} letters, digits and hyphens, "
            f"got {self.project!r}; change `name` in Pulumi.yaml"
        )

    def policy_arn(self, name: str) -> str:
        """The ARN of a policy of ours."""
        return self.account.arn("iam", f"policy{PATH}{name}")

    def role_arn(self, name: str) -> str:
        """The ARN of a role of ours."""
        return self.account.arn("iam", f"role{PATH}{name}")

    @property
    def deploy_role(self) -> str:
        """The role that pipelines deploy with."""
        return f"{self.prefix}-deploy"

    @property
    def preview_role(self) -> str:
        """The role that pull requests are previewed with."""
        return f"{self.prefix}-preview"

    @property
    def boundary(self) -> str:
        """The policy that no role which a stack makes gets beyond."""
        return f"{self.prefix}-boundary"

    @property
    def tags(self) -> dict[str, str]:
        """The tags of what only this environment has."""
        return {MADE_FOR: self.environment, _PROJECT: self.project}

    @property
    def user_tag(self) -> str:
        """The key of the tag by which something shared knows that this environment needs it; its value is a region."""
        return f"{_USER}{self.prefix}"


def users(tags: dict[str, str]) -> dict[str, str]:
    """The environments that need something shared, by name, each with its region."""
    return {key.removeprefix(_USER): region for key, region in tags.items() if key.startswith(_USER)}


def as_list(tags: dict[str, str]) -> list[dict[str, str]]:
    """Tags as most of AWS's services take them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def as_dict(tags: list[dict[str, str]]) -> dict[str, str]:
    """Tags as most of AWS's services answer them."""
    return {tag["Key"]: tag["Value"] for tag in tags}
