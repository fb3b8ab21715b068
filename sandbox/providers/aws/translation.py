"""Nested values between Pulumi's words and AWS's: `sseAlgorithm` and `SSEAlgorithm` are the same property.

botocore's own model of an operation leads the way, so a property that AWS does not know is told, not dropped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from protocol.values import Props

Renames = Mapping[str, str]
"""AWS's names by Pulumi's, where they differ in more than capitals."""

_PAIR = {"Key", "Value"}
_PAIRS = (_PAIR, {"Name", "Value"})
"""Members of the structures in whose lists AWS keeps what Pulumi shows as a map."""


class UnknownMember(ValueError):
    """AWS has no such property where the program put one."""


def parameters(client: Any, operation: str, props: Props, renames: Renames | None = None) -> Props:
    """The parameters of an operation.

    Args:
        client: the service's boto client.
        operation: boto's name of the operation, e.g. `put_bucket_encryption`.
        props: values in Pulumi's words.
        renames: names that differ in more than capitals, at any depth.

    Raises:
        UnknownMember: the operation takes no such property.
    """
    name = client.meta.method_to_api_mapping[operation]
    shape = client.meta.service_model.operation_model(name).input_shape
    found: Props = to_aws(shape, props, renames or {})
    return found


def to_aws(shape: Any, value: Any, renames: Renames) -> Any:
    """A value in AWS's words, by its botocore shape."""
    if shape.type_name == "structure" and isinstance(value, Mapping):
        return _structure(shape, value, renames)
    if shape.type_name == "list":
        members = set(getattr(shape.member, "members", ()))
        if isinstance(value, Mapping) and members in _PAIRS:
            (key,) = members - {"Value"}
            return [{key: name, "Value": text} for name, text in value.items()]
        # Pulumi shows a list of at most one as the element itself.
        return [to_aws(shape.member, element, renames) for element in (value if isinstance(value, list) else [value])]
    if shape.type_name in ("integer", "long") and isinstance(value, str):
        return int(value)
    if shape.type_name == "boolean" and isinstance(value, str):
        return value == "true"
    return value


def from_aws(value: Any, renames: Renames | None = None) -> Any:
    """An answer in Pulumi's words: names in camelCase, times as text, lists of tags as maps."""
    back = {name: pulumi for pulumi, name in (renames or {}).items()}
    return _from_aws(value, back)


def _structure(shape: Any, value: Mapping[str, Any], renames: Renames) -> Props:
    members = {name.lower(): name for name in shape.members}
    translated = {}
    for name, member in value.items():
        found = members.get(renames.get(name, name).lower())
        if found is None:
            raise UnknownMember(f"{name}: AWS's {shape.name} has no such property; it has {', '.join(shape.members)}")
        if member is not None:
            translated[found] = to_aws(shape.members[found], member, renames)
    return translated


def _from_aws(value: Any, renames: Renames) -> Any:
    if isinstance(value, Mapping):
        members = {name: _from_aws(member, renames) for name, member in value.items() if name != "ResponseMetadata"}
        return {renames.get(name) or camel_case(name): member for name, member in members.items()}
    if isinstance(value, list):
        if value and all(isinstance(element, Mapping) and element.keys() == _PAIR for element in value):
            return {element["Key"]: element["Value"] for element in value}
        return [_from_aws(element, renames) for element in value]
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def camel_case(name: str) -> str:
    """`KMSMasterKeyID` as Pulumi writes it: `kmsMasterKeyId`."""
    words: list[str] = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+", name)
    return words[0].lower() + "".join(word.capitalize() for word in words[1:])
