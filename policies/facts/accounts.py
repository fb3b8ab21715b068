"""Accounts: which are a stack's own, and whether a stack is the one that sets up an account."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

_SETTINGS: Final = (
    "aws:accessanalyzer/analyzer:Analyzer",
    "aws:cfg/recorder:Recorder",
    "aws:ebs/encryptionByDefault:EncryptionByDefault",
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
    "aws:guardduty/detector:Detector",
    "aws:iam/accountAlias:AccountAlias",
    "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
    "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
    "aws:securityhub/account:Account",
)
"""What there is once in an account or in one of its regions."""
_PROVIDER: Final = "pulumi:providers:aws"
_ACCOUNT: Final = re.compile(r"arn:[^:]*:[^:]*:[^:]*:(\d{12}):.*", re.DOTALL)


def sets_up_an_account(stack: Stack) -> bool:
    """Whether a stack is where an account's own settings are: only there can one of them be missed."""
    return next(stack.of(*_SETTINGS), None) is not None


def is_foreign(stack: Stack, principal: Node) -> Truth:
    """Whether a principal, an ARN or an account's number, belongs to another account than the stack's.

    Unknown while the stack's own account is: nothing in it has an ARN yet, and its provider does not name accounts.
    """
    if not isinstance(principal.value, str):
        return principal.satisfies(lambda _: False)
    found = _ACCOUNT.fullmatch(principal.value)
    account = found[1] if found else principal.value
    if principal.value == "*":
        return Truth.TRUE
    if not re.fullmatch(r"\d{12}", account):
        return Truth.FALSE
    own = set(_own(stack))
    if account in own:
        return Truth.FALSE
    return Truth.TRUE if own and all(map(_is_known, stack.of(_PROVIDER))) else Truth.UNKNOWN


def _own(stack: Stack) -> Iterator[str]:
    for resource in stack.resources:
        if found := _ACCOUNT.fullmatch(str(resource.outputs.get("arn"))):
            yield found[1]
    for provider in stack.of(_PROVIDER):
        yield from _allowed(provider)


def _is_known(provider: Resource) -> bool:
    return provider["allowedAccountIds"].value is not UNKNOWN


def _allowed(provider: Resource) -> list[str]:
    """The accounts that a provider is held to. A provider's settings are recorded as JSON text each."""
    value: Any = provider["allowedAccountIds"].value
    try:
        value = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        return []
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
