"""Custom objects against the openAPIV3Schema of their definition, and definitions themselves.

Structural schemas as Kubernetes defines them; `x-kubernetes-validations` (CEL) are not evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from protocol.values import UNKNOWN
from sandbox.problem import Problem, kind_of, suggestion
from sandbox.providers.kubernetes.control_plane import Object
from sandbox.providers.kubernetes.validation.fields import entries, mapping, one_of

Schema = Mapping[str, Any]

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
}

_BOUNDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "str": ("minLength", "maxLength", " characters"),
    "list": ("minItems", "maxItems", " elements"),
    "dict": ("minProperties", "maxProperties", " fields"),
}
"""Which bounds hold for a value's type, and the unit they count."""


def check(schema: Schema, value: Any, path: str = "") -> Iterator[Problem]:
    """The mistakes in a value, fields that the schema does not know among them."""
    if value is UNKNOWN or value is None:
        return
    expected = schema.get("type")
    if schema.get("x-kubernetes-int-or-string"):
        if not isinstance(value, int | str) or isinstance(value, bool):
            yield Problem(path, f"must be a whole number or a string, got {kind_of(value)}")
    elif isinstance(expected, str) and expected in _TYPES and not _is(value, expected):
        yield Problem(path, f"must be of type {expected}, got {kind_of(value)}")
        return
    yield from _bounds(schema, value, path)
    if isinstance(value, dict):
        yield from _fields(schema, value, path)
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from check(schema.get("items") or {}, element, f"{path}[{index}]")


def check_definition(body: Object) -> Iterator[Problem]:
    """The mistakes in a CustomResourceDefinition."""
    spec = mapping(body, "spec")
    yield from one_of(spec.get("scope"), ("Namespaced", "Cluster"), "spec.scope")
    plural, group = mapping(spec, "names").get("plural"), spec.get("group")
    name = mapping(body, "metadata").get("name")
    if all(isinstance(text, str) for text in (plural, group, name)) and name != f"{plural}.{group}":
        yield Problem("metadata.name", f"must be {plural}.{group}, the plural and the group; got {name!r}")
    versions = [version for _, version in entries(spec.get("versions"), "spec.versions")]
    stored = [version for version in versions if version.get("storage") is True]
    if versions and len(stored) != 1:
        yield Problem("spec.versions", f"exactly one version must be the stored one, got {len(stored)}")
    for path, version in entries(spec.get("versions"), "spec.versions"):
        if not mapping(version, "schema", "openAPIV3Schema"):
            yield Problem(f"{path}.schema.openAPIV3Schema", "is required")


def _fields(schema: Schema, value: dict[str, Any], path: str) -> Iterator[Problem]:
    known = schema.get("properties") or {}
    others = schema.get("additionalProperties")
    free = others is True or schema.get("x-kubernetes-preserve-unknown-fields") or schema.get("type") is None
    for name, element in value.items():
        place = f"{path}.{name}" if path else name
        if name in known:
            yield from check(known[name], element, place)
        elif isinstance(others, Mapping):
            yield from check(others, element, place)
        elif not free and not (path == "" and name == "status"):
            yield Problem(place, f"unknown{suggestion(name, known)}")
    for name in schema.get("required") or ():
        if value.get(name) is None:
            yield Problem(f"{path}.{name}" if path else name, "is required")


def _bounds(schema: Schema, value: Any, path: str) -> Iterator[Problem]:
    allowed = schema.get("enum")
    if allowed and value not in allowed:
        yield Problem(path, f"must be one of {', '.join(map(str, allowed))}, got {value!r}")
    if isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"], value):
        yield Problem(path, f"must match {schema['pattern']}, got {value!r}")
    size = value if isinstance(value, int | float) else len(value)
    least, most, unit = _BOUNDS.get(type(value).__name__, ("minimum", "maximum", ""))
    if least in schema and size < schema[least]:
        yield Problem(path, f"must be at least {schema[least]}{unit}, got {size}")
    if most in schema and size > schema[most]:
        yield Problem(path, f"must be at most {schema[most]}{unit}, got {size}")


def _is(value: Any, expected: str) -> bool:
    if isinstance(value, bool):
        return expected == "boolean"
    return isinstance(value, _TYPES[expected]) or (
        expected == "integer" and isinstance(value, float) and value % 1 == 0
    )
