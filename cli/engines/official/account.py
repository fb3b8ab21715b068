"""Who one is at AWS, asked before anything is changed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from cli.engines.official.settings import StackSettings
from cli.errors import Missing

DUMMY: Final = "sandbox"
"""The access key of the sandbox, as `strata sandbox status` tells it."""
_EXPIRED: Final = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
_NONE: Final = "aws configure sso  # or export AWS_PROFILE=<profile>"


@dataclass(frozen=True)
class Account:
    """The account that an operation works in.

    Attributes:
        number: twelve digits.
        role: the ARN of who works there.
        region: the region of the stack.
    """

    number: str
    role: str
    region: str


class Unknown(Exception):
    """It cannot be told who one is.

    Attributes:
        missing: why, and what mends it.
    """

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__("\n".join(one.what for one in missing))
        self.missing = missing


def identify(settings: StackSettings) -> Account:
    """Ask AWS, with the credentials that the provider would use, as long as there are any.

    Raises:
        Unknown: there are none, they are refused or expired, or no region is set.
    """
    import boto3
    from botocore.exceptions import BotoCoreError, ProfileNotFound

    try:
        session = boto3.Session(profile_name=settings.profile, region_name=settings.region)
        credentials = session.get_credentials()
        key = credentials.get_frozen_credentials().access_key if credentials else None
    except ProfileNotFound as error:
        profile = settings.profile or "<profile>"
        raise Unknown([Missing(f"AWS credentials: {error}", f"aws configure sso --profile {profile}")]) from None
    except BotoCoreError as error:
        raise Unknown([Missing(f"AWS credentials: {error}", _login(settings))]) from None
    missing = []
    if key is None:
        missing.append(Missing("AWS credentials: none found", _NONE))
    elif key == DUMMY:
        unset = "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_ENDPOINT_URL"
        missing.append(Missing("AWS credentials: those in the environment are the sandbox's dummies", unset))
    if session.region_name is None:
        missing.append(Missing(f"the AWS region: {settings.file} sets none", "pulumi config set aws:region <region>"))
    if missing:
        raise Unknown(missing)
    return _asked(session, settings)


def _asked(session: Any, settings: StackSettings) -> Account:
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError

    patience = Config(connect_timeout=5, read_timeout=10, retries={"total_max_attempts": 2})
    try:
        who = session.client("sts", config=patience).get_caller_identity()
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        what = "have expired" if code in _EXPIRED else f"are refused: {code}"
        raise Unknown([Missing(f"AWS credentials: they {what}", _login(settings))]) from None
    except BotoCoreError as error:
        asked = "aws sts get-caller-identity  # until it answers"
        raise Unknown([Missing(f"AWS: does not tell who you are: {error}", asked)]) from None
    role = settings.role or who["Arn"]
    return Account(number=role.split(":")[4], role=role, region=session.region_name)


def _login(settings: StackSettings) -> str:
    return f"aws sso login --profile {settings.profile}" if settings.profile else "aws sso login"
