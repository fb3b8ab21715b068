"""What a bucket's policy refuses: moto refuses whatever a `Deny` names, without looking at its conditions.

Source: the S3 user guide, "Bucket policy examples using condition keys"; the IAM reference of condition operators.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from fnmatch import fnmatchcase
from typing import Any, Final

from moto.iam.access_control import PermissionResult
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

_REQUEST: ContextVar[tuple[Mapping[str, str], bool]] = ContextVar("headers of the request; whether it names a version")

# The sandbox talks plain HTTP over loopback; a policy that wants TLS is taken to have it.
_ALWAYS: Final = {"aws:securetransport": "true", "s3:tlsversion": "1.3"}

_OPERATORS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "Bool": lambda got, wanted: got.lower() == wanted.lower(),
    "NumericLessThan": lambda got, wanted: float(got) < float(wanted),
    "StringEquals": operator.eq,
    "StringLike": fnmatchcase,
}
_NEGATED: Final = {"StringNotEquals": "StringEquals", "StringNotLike": "StringLike"}

_set_up = S3Response.setup_class


class _UnknownCondition(Exception):
    """A condition that the sandbox cannot decide."""


def refuses(statement: Mapping[str, Any], action: str, resource: str, headers: Mapping[str, str]) -> bool:
    """Whether a statement refuses an action.

    A condition on anything but the request's own headers and its transport cannot be decided here, and refuses nothing.

    Args:
        statement: of a bucket policy.
        action: e.g. `s3:PutObject`, `s3:DeleteObjectVersion`.
        resource: the object's ARN.
        headers: those of the request.
    """
    if statement["Effect"] != "Deny" or not _matches(statement, "Action", action):
        return False
    if not _matches(statement, "Resource", resource):
        return False
    try:
        return all(
            _holds(test, key, _listed(wanted), headers)
            for test, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    except _UnknownCondition:
        return False


def install() -> None:
    """Let moto ask here."""
    S3Response.setup_class = _remember_request
    FakeBucket.get_permission = _get_permission


def _remember_request(self: S3Response, request: Any, *rest: Any, **named: Any) -> None:
    headers = {name.lower(): value for name, value in request.headers.items()}
    _REQUEST.set((headers, "versionId" in request.args))
    _set_up(self, request, *rest, **named)


def _get_permission(self: FakeBucket, action: str, resource: str) -> Any:
    headers, names_version = _REQUEST.get()
    action = f"{action}Version" if names_version else action
    policy = json.loads(self.policy) if self.policy else {}
    statements = _listed(policy.get("Statement", []))
    if any(refuses(statement, action, resource, headers) for statement in statements):
        return PermissionResult.DENIED
    # An unconditional permission opens the object to requests without a signature.
    allowed = [each for each in statements if each["Effect"] == "Allow" and "Condition" not in each]
    if any(_matches(each, "Action", action) and _matches(each, "Resource", resource) for each in allowed):
        return PermissionResult.PERMITTED
    return PermissionResult.NEUTRAL


def _matches(statement: Mapping[str, Any], element: str, value: str) -> bool:
    if f"Not{element}" in statement:
        return not any(fnmatchcase(value, pattern) for pattern in _listed(statement[f"Not{element}"]))
    return any(fnmatchcase(value, pattern) for pattern in _listed(statement.get(element, [])))


def _holds(test: str, key: str, wanted: list[Any], headers: Mapping[str, str]) -> bool:
    got = _value(key, headers)
    if test == "Null":
        return str(got is None).lower() == str(wanted[0]).lower()
    name = test.removesuffix("IfExists")
    if name not in _OPERATORS and name not in _NEGATED:
        raise _UnknownCondition(test)
    if got is None:
        return name in _NEGATED or test.endswith("IfExists")
    compare = _OPERATORS[_NEGATED.get(name, name)]
    return any(compare(got, str(each)) for each in wanted) != (name in _NEGATED)


def _value(key: str, headers: Mapping[str, str]) -> str | None:
    key = key.lower()
    if key in _ALWAYS:
        return _ALWAYS[key]
    if not key.startswith("s3:x-amz-"):
        raise _UnknownCondition(key)
    return headers.get(key.removeprefix("s3:"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
