"""ConfigMaps, Secrets, quotas, limits and storage."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Final

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Object
from sandbox.providers.kubernetes.validation import names
from sandbox.providers.kubernetes.validation.fields import at, entries, mapping, one_of, pairs, texts

DATA_MAX_BYTES: Final = 1024 * 1024

_ACCESS_MODES: Final = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")


def config_map(body: Object) -> Iterator[Problem]:
    """A ConfigMap."""
    yield from _data(body, ("data", "binaryData"))
    yield from _base64(body, "binaryData")
    for key in mapping(body, "data").keys() & mapping(body, "binaryData").keys():
        yield Problem(f"binaryData.{key}", "stands in data, too")


def secret(body: Object) -> Iterator[Problem]:
    """A Secret; no message holds a value."""
    yield from _data(body, ("data", "stringData"))
    yield from _base64(body, "data")


def quota(body: Object) -> Iterator[Problem]:
    """A ResourceQuota."""
    for path, _, amount in pairs(mapping(body, "spec").get("hard"), "spec.hard"):
        yield from names.quantity(amount, path)


def limit_range(body: Object) -> Iterator[Problem]:
    """A LimitRange."""
    for where, limit in entries(mapping(body, "spec").get("limits"), "spec.limits"):
        yield from one_of(limit.get("type"), ("Container", "Pod", "PersistentVolumeClaim"), f"{where}.type")
        for side in ("default", "defaultRequest", "max", "min", "maxLimitRequestRatio"):
            for path, _, amount in pairs(limit.get(side), f"{where}.{side}"):
                yield from names.quantity(amount, path)


def claim(body: Object) -> Iterator[Problem]:
    """A PersistentVolumeClaim."""
    spec = mapping(body, "spec")
    if spec and not spec.get("accessModes"):
        yield Problem("spec.accessModes", f"at least one of {', '.join(_ACCESS_MODES)} is required")
    for path, mode in texts(spec.get("accessModes"), "spec.accessModes"):
        yield from one_of(mode, _ACCESS_MODES, path)
    if at(body, "spec", "resources", "requests", "storage") is None:
        yield Problem("spec.resources.requests.storage", "is required")
    for path, _, amount in pairs(at(spec, "resources", "requests"), "spec.resources.requests"):
        yield from names.quantity(amount, path)


def storage_class(body: Object) -> Iterator[Problem]:
    """A StorageClass."""
    yield from one_of(body.get("reclaimPolicy"), ("Delete", "Retain"), "reclaimPolicy")
    yield from one_of(body.get("volumeBindingMode"), ("Immediate", "WaitForFirstConsumer"), "volumeBindingMode")


def _data(body: Object, fields: tuple[str, ...]) -> Iterator[Problem]:
    size = 0
    for field in fields:
        for path, key, value in pairs(body.get(field), field):
            if not re.fullmatch(r"[-._a-zA-Z0-9]{1,253}", key) or key in (".", ".."):
                yield Problem(path, "a key must be at most 253 letters, digits, '-', '_' and '.'")
            size += len(value.encode()) if isinstance(value, str) else 0
    if size > DATA_MAX_BYTES:
        yield Problem(fields[0], f"must be at most {DATA_MAX_BYTES} bytes in all, got {size}")


def _base64(body: Object, field: str) -> Iterator[Problem]:
    for path, _, value in pairs(body.get(field), field):
        if isinstance(value, str):
            try:
                base64.b64decode(value, validate=True)
            except binascii.Error:
                yield Problem(path, "must be base64")
