"""What an answer of AWS is worth: an error that will pass, one that will not, or a success that is none."""

from __future__ import annotations

import json
from typing import Any, Final

from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from protocol.provider import ProviderError

_NOT_YET: Final = (
    ("", "cannot be assumed"),
    ("", "is not authorized to assume"),
    ("MalformedPolicy", "invalid principal"),
    ("MalformedPolicyDocument", "invalid principal"),
    ("KMSInvalidStateException", ""),
    ("KeyUnavailableException", ""),
    ("InvalidParameterException", "kms key"),
    ("InvalidParameterValue", "iam instance profile"),
)
"""How the code begins, and words of the message, where AWS does not know a new role or key everywhere yet. See
https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency."""

_BUSY: Final = (
    "ConcurrentModification",
    "DeleteConflict",
    "DependencyViolation",
    "OperationAborted",
    "QueueDeletedRecently",
    "AWS.SimpleQueueService.QueueDeletedRecently",
    "ResourceInUse",
)
"""How the codes begin that AWS gives while an earlier change or deletion is still under way."""

_FAILED_ENTRIES: Final = ("Unsuccessful", "FailedEntries", "Failed", "Errors", "failures")
"""Under what an operation on many things lists those for which it failed, in an answer that is no error."""


class Vanished(ProviderError):
    """What was written a moment ago cannot be read."""


def code_of(error: Exception) -> str:
    """AWS's code of an error; empty if it is none of AWS's."""
    return str(error.response.get("Error", {}).get("Code", "")) if isinstance(error, ClientError) else ""


def is_missing(error: Exception) -> bool:
    """Whether an AWS error says that the thing asked for does not exist."""
    code = code_of(error)
    return code == "404" or any(word in code for word in ("NotFound", "NoSuch", "NonExistent", "DoesNotExist"))


def is_busy(error: Exception) -> bool:
    """Whether AWS is still at work on an earlier change."""
    return code_of(error).startswith(_BUSY)


def is_too_early(error: Exception) -> bool:
    """Whether AWS may only not have taken note of an earlier change everywhere yet."""
    code, said = code_of(error), str(error).lower()
    not_yet = any(code.startswith(begin) and words in said for begin, words in _NOT_YET)
    return isinstance(error, Vanished) or is_missing(error) or is_busy(error) or not_yet


def require_sense(operation_model: Any, response_dict: Any, **_: Any) -> None:
    """Refuse an answer that is none of AWS's; to be registered for botocore's event `before-parse`.

    botocore takes JSON that cannot be read for an empty answer, and trips over a web page instead of XML.

    Raises:
        ResponseParserError: it makes no sense.
    """
    streams = operation_model.has_streaming_output or operation_model.has_event_stream_output
    if not _is_success(response_dict["status_code"]) or streams:
        return
    protocol, content = operation_model.service_model.resolved_protocol, response_dict["body"]
    if "json" in protocol and content:
        try:
            json.loads(content)
        except ValueError:
            raise ResponseParserError(f"{operation_model.name}: the answer is not JSON") from None
    if protocol == "rest-xml" and content.lstrip().lower().startswith((b"<html", b"<!doctype html")):
        raise ResponseParserError(f"{operation_model.name}: the answer is a web page")
    if protocol in ("ec2", "query") and f"{operation_model.name}Response".encode() not in content:
        raise ResponseParserError(f"{operation_model.name}: the answer is another one's")


def require_success(http_response: Any, parsed: Any, model: Any, **_: Any) -> None:
    """Refuse a success on many things that is none for some; to be registered for botocore's event `after-call`.

    Raises:
        ClientError: some of what was asked failed.
    """
    for member in _FAILED_ENTRIES:
        if _is_success(http_response.status_code) and (failed := parsed.get(member)):
            raise _partial_failure(failed, model.name)


def _is_success(status: int) -> bool:
    return 200 <= status < 300


def _partial_failure(failed: list[dict[str, Any]], operation: str) -> ClientError:
    error = failed[0].get("Error", failed[0])
    code, message = (
        next((str(error[name]) for name in names if name in error), "unknown")
        for names in (("Code", "ErrorCode", "failureCode"), ("Message", "ErrorMessage", "failureReason"))
    )
    told = f"{message} ({len(failed)} failed)"
    return ClientError({"Error": {"Code": code, "Message": told}}, operation)
