"""What goes wrong between here and AWS, in words that a person can act on."""

from __future__ import annotations

from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

_DENIED: Final = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "UnauthorizedException"}
_BUSY: Final = {"Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown", "TooManyRequestsException"}
_EXPIRED: Final = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId"}
_FULL: Final = {
    "CreationLimitExceededException",
    "LimitExceeded",
    "LimitExceededException",
    "ServiceQuotaExceededException",
    "TooManyBuckets",
}
_TAKEN: Final = {"BucketAlreadyExists", "403"}


class FoundationError(Exception):
    """Something could not be done; the message says what, why, and what to do."""


class SettingsMistake(Exception):
    """The settings are wrong; the message has a line for each mistake."""


def explained(error: BotoCoreError | ClientError, about: str) -> FoundationError:
    """An error of AWS, for people.

    Args:
        error: what botocore raised.
        about: what was being looked at or changed, such as `state bucket strata-prod-state-…`.
    """
    if not isinstance(error, ClientError):
        return FoundationError(f"{about}: AWS does not answer: {error}; the same command goes on from here")
    operation, reason = error.operation_name, error.response.get("Error", {})
    code, said = str(reason.get("Code", "")), str(reason.get("Message", ""))
    if code in _TAKEN and "ucket" in operation:
        what = f"the name belongs to another account, or you may not look at it ({operation})"
        advice = "a bucket's name is unique in the world: rename the project, or find out who took the name"
    elif code in _DENIED:
        what, advice = f"you may not: {operation}: {said}", "bootstrap with an administrator's role of the account"
    elif code in _BUSY:
        what, advice = f"AWS is busy, however often it was asked: {operation}: {code}", "the same command goes on"
    elif code in _EXPIRED:
        what, advice = f"the credentials are not valid any more: {code}", "log in again; the same command goes on"
    elif code in _FULL:
        what, advice = f"a quota is reached: {operation}: {said}", "have it raised, or remove what is not needed"
    else:
        what, advice = f"{operation}: {code}: {said}", "the same command goes on once the cause is mended"
    return FoundationError(f"{about}: {what}; {advice}")
