"""What a program asks for, completed as the real provider completes it before it is compared and recorded."""

from __future__ import annotations

import base64
import copy
from typing import Any

from protocol.values import UNKNOWN, Props, Secret
from sandbox.providers.kubernetes import naming
from sandbox.providers.kubernetes.control_plane import Kind


def completed(news: Props, olds: Props, *, token: str, logical: str, seed: bytes) -> Props:
    """The inputs with apiVersion, kind and name filled in.

    Args:
        news: what the program asks for.
        olds: the inputs recorded last; empty for a new object.
        token: `kubernetes:apps/v1:Deployment`.
        logical: the resource's name in the program.
        seed: makes generated names repeatable.
    """
    inputs = copy.deepcopy(news)
    api_version, kind = identity(token)
    inputs.setdefault("apiVersion", api_version)
    inputs.setdefault("kind", kind)
    naming.name(inputs, olds, logical, seed)
    if kind == "Secret" and api_version == "v1":
        _encode_strings(inputs)
    if kind == "CustomResourceDefinition":
        inputs = _with_dashes(inputs)
    return inputs


def identity(token: str) -> tuple[str, str]:
    """apiVersion and kind of a token: `v1`, `Secret` for `kubernetes:core/v1:Secret`."""
    _, api_version, kind = token.split(":")
    return api_version.removeprefix("core/"), kind


def in_namespace(inputs: Props, kind: Kind | None, default: str) -> None:
    """Fill in the namespace, if the kind is known to live in one."""
    metadata = inputs.get("metadata")
    if kind is not None and kind.namespaced and isinstance(metadata, dict):
        metadata.setdefault("namespace", default)


def _encode_strings(inputs: Props) -> None:
    """A Secret's stringData becomes data, in base64, as the API server would store it."""
    strings = inputs.pop("stringData", None)
    if strings is None:
        return
    data = inputs.get("data")
    secret = isinstance(strings, Secret) or isinstance(data, Secret)
    texts, encoded = _open(strings), _open(data)
    if texts is UNKNOWN or encoded is UNKNOWN:
        merged: Any = UNKNOWN
    else:
        merged = {**(encoded or {}), **{key: _base64(value) for key, value in texts.items()}}
    inputs["data"] = Secret(merged) if secret else merged


def _open(value: Any) -> Any:
    return value.value if isinstance(value, Secret) else value


def _base64(value: Any) -> Any:
    if isinstance(value, Secret):
        return Secret(_base64(value.value))
    return base64.b64encode(value.encode()).decode() if isinstance(value, str) else value


def _with_dashes(value: Any) -> Any:
    """`x_kubernetes_int_or_string`, as the SDK writes it, becomes `x-kubernetes-int-or-string`."""
    if isinstance(value, dict):
        return {
            name.replace("_", "-") if name.startswith("x_kubernetes_") else name: _with_dashes(element)
            for name, element in value.items()
        }
    return [_with_dashes(element) for element in value] if isinstance(value, list) else value
