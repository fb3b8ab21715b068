"""The guard of an account: what no pipeline of any environment may do, and the memory of what the account was like.

Settings that hold for a whole account have no place for a note of their own. So what they were before is a tag of this
policy, as are the environments that need it; IAM is the same in every region.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Final

from foundation.documents import Statement
from foundation.errors import FoundationError
from foundation.managed_policy import ManagedPolicy
from foundation.names import PATH, Names
from foundation.piece import Property
from foundation.shared import Shared

NAME: Final = "strata-account-guard"
_TAG_CHARACTERS_MAX: Final = 256
_BEFORE: Final = "strata:before/"
UNSET: Final = "unset"
"""What was not set at all."""


class Guard(ManagedPolicy, Shared):
    """The guard. It only denies: attached to a role, it takes away what the role's other policies give."""

    kind: ClassVar[str] = "account guard"

    def __init__(self, names: Names) -> None:
        super().__init__(names, NAME, statements(names))

    def properties(self) -> Iterator[Property]:
        yield next(ManagedPolicy.properties(self))
        yield self.needed_here()

    def before(self, setting: str) -> Mapping[str, str] | None:
        """What a setting was before Strata changed it; None if it never did."""
        if not self.exists() or (found := self.all_tags().get(_BEFORE + setting)) is None:
            return None
        return {} if found == UNSET else dict(part.split("=", 1) for part in found.replace("@", "*").split())

    def remember(self, setting: str, before: Mapping[str, str]) -> None:
        """Note what a setting was, unless that is known already.

        Raises:
            FoundationError: it is more than a tag can hold.
        """
        if self.before(setting) is None:
            # A tag takes no asterisk, and nothing that is remembered has an at sign.
            told = " ".join(f"{name}={value}" for name, value in before.items()).replace("*", "@") or UNSET
            if len(told) > _TAG_CHARACTERS_MAX:
                raise FoundationError(
                    f"{setting}: what it is now is too long to remember; reduce it yourself first: {told}"
                )
            self.tag({_BEFORE + setting: told})

    def forget(self, setting: str) -> None:
        """Drop the note."""
        self.untag(_BEFORE + setting)


def statements(names: Names) -> list[Statement]:
    """What no pipeline may do, whatever else it may."""
    account = names.account
    return [
        {
            "Sid": "KeepTheAccountsSettings",
            "Effect": "Deny",
            "Action": [
                "budgets:*",
                "cloudtrail:DeleteTrail",
                "cloudtrail:StopLogging",
                "ec2:DisableEbsEncryptionByDefault",
                "ec2:ModifyInstanceMetadataDefaults",
                "ecr:PutRegistryScanningConfiguration",
                "guardduty:DeleteDetector",
                "organizations:*",
                "account:*",
                "s3:PutAccountPublicAccessBlock",
            ],
            "Resource": "*",
        },
        {
            "Sid": "KeepTheFoundationsIdentities",
            "Effect": "Deny",
            "NotAction": ["iam:Get*", "iam:List*", "sts:*"],
            "Resource": [
                account.arn("iam", f"role{PATH}*"),
                account.arn("iam", f"policy{PATH}*"),
                account.arn("iam", "oidc-provider/*"),
            ],
        },
        {
            "Sid": "MakeNoLastingCredentials",
            "Effect": "Deny",
            "Action": ["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:UpdateLoginProfile"],
            "Resource": "*",
        },
    ]
