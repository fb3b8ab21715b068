"""Policy documents: written, and compared by what they say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

Statement = dict[str, Any]
"""One statement with IAM's own keys; each has a `Sid`, by which differences are told."""

POLICY_CHARACTERS_MAX: Final = 6144
"""The longest managed policy, spaces not counted.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""


def document(statements: Iterable[Statement]) -> str:
    """A policy document, without spaces."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)}, separators=(",", ":"))


def by_sid(policy: str | Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A document's statements by their `Sid`, each written in one way; None if there is no document."""
    if not policy:
        return None
    parsed: Any = json.loads(policy) if isinstance(policy, str) else policy
    statements = parsed.get("Statement", [])
    listed = statements if isinstance(statements, list) else [statements]
    return {str(one.get("Sid", f"statement {number}")): _canonical(one) for number, one in enumerate(listed, 1)}


def sids(*statements: Statement) -> dict[str, Any]:
    """What `by_sid` tells of a document of these."""
    return by_sid(document(statements)) or {}


def _canonical(value: Any) -> Any:
    """A value as AWS may also give it back: lists in any order, and a list of one without its list."""
    if isinstance(value, Mapping):
        return {key: _canonical(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        inner = sorted(map(_canonical, value), key=json.dumps)
        return inner[0] if len(inner) == 1 else inner
    return value
