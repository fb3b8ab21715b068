"""Pulumi's wire values as Python values, and back.

A property map travels as a protobuf `Struct` in which special values are maps with a signature key. In memory they are
plain Python values plus `UNKNOWN` and `Secret`. Signatures: the Pulumi SDK's `runtime/rpc.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from google.protobuf.struct_pb2 import ListValue, Struct, Value

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE: Final = "1b47061264138c4ac30d75fd1eb44270"
ASSET_SIGNATURE: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE_SIGNATURE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE_SIGNATURE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT_SIGNATURE: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_WIRE: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""The sentinel string that stands for a value not known until the update."""

Props = dict[str, Any]
"""A decoded property map: wire names (camelCase) to str, bool, int, float, None, list, dict, UNKNOWN or Secret."""


DEPTH_MAX: Final = 100
"""How deep lists and maps may be nested in each other. The wire itself carries a third of that."""


class NestedTooDeeply(ValueError):
    """A value holds lists and maps in each other beyond any sense."""

    def __init__(self) -> None:
        super().__init__(f"a value is nested more than {DEPTH_MAX} levels deep")


class Unknown:
    """The type of `UNKNOWN`, a value that a preview cannot know yet."""

    _instance: Unknown | None = None

    def __new__(cls) -> Unknown:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True)
class Secret:
    """A value that is never shown and never stored in plain text."""

    value: Any

    def __repr__(self) -> str:
        return "Secret([secret])"

    __str__ = __repr__


def decode(struct: Struct) -> Props:
    """Turn a wire property map into Python values. Whole numbers become `int`.

    Raises:
        NestedTooDeeply: a value is.
    """
    return {name: _from_wire(value, DEPTH_MAX) for name, value in struct.fields.items()}


def encode(props: Mapping[str, Any]) -> Struct:
    """Turn Python values into a wire property map.

    Raises:
        TypeError: a value has no wire form; the message names its type.
    """
    struct = Struct()
    for name, value in props.items():
        _to_wire(value, struct.fields[name])
    return struct


def _from_wire(value: Value, levels: int) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "string_value":
        text = value.string_value
        return UNKNOWN if text == UNKNOWN_WIRE else text
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    if kind == "bool_value":
        return value.bool_value
    if kind in ("struct_value", "list_value") and not levels:
        raise NestedTooDeeply
    if kind == "struct_value":
        fields = value.struct_value.fields
        if SIGNATURE in fields:
            return _special({name: _from_wire(field, levels - 1) for name, field in fields.items()})
        return {name: _from_wire(field, levels - 1) for name, field in fields.items()}
    if kind == "list_value":
        return [_from_wire(element, levels - 1) for element in value.list_value.values]
    return None


def _special(fields: Props) -> Any:
    """Interpret a map that carries a signature; assets, archives and resource references stay maps."""
    signature = fields[SIGNATURE]
    if signature == SECRET_SIGNATURE:
        return Secret(fields.get("value"))
    if signature == OUTPUT_SIGNATURE:
        inner = fields.get("value", UNKNOWN)
        return Secret(inner) if fields.get("secret") else inner
    return fields


def _to_wire(value: Any, into: Value) -> None:
    if value is None:
        into.null_value = 0
    elif isinstance(value, str):
        into.string_value = value
    elif isinstance(value, bool):
        into.bool_value = value
    elif isinstance(value, int | float):
        into.number_value = value
    elif value is UNKNOWN:
        into.string_value = UNKNOWN_WIRE
    elif isinstance(value, Mapping):
        fields = into.struct_value.fields
        into.struct_value.SetInParent()
        for name, element in value.items():
            _to_wire(element, fields[name])
    elif isinstance(value, list | tuple):
        into.list_value.CopyFrom(ListValue())
        for element in value:
            _to_wire(element, into.list_value.values.add())
    elif isinstance(value, Secret):
        fields = into.struct_value.fields
        fields[SIGNATURE].string_value = SECRET_SIGNATURE
        _to_wire(value.value, fields["value"])
    else:
        raise TypeError(f"a value of type {type(value).__name__} has no wire form")


def reveal(value: Any) -> Any:
    """The same value with every `Secret` replaced by what it holds."""
    if isinstance(value, Secret):
        return reveal(value.value)
    if isinstance(value, dict):
        return {name: reveal(element) for name, element in value.items()}
    if isinstance(value, list):
        return [reveal(element) for element in value]
    return value


def redact(value: Any, *, secret: Any = "[secret]", unknown: Any = "[unknown]") -> Any:
    """The same value fit for people: secrets and unknowns replaced by a placeholder."""
    if isinstance(value, Secret):
        return secret
    if value is UNKNOWN:
        return unknown
    if isinstance(value, dict):
        return {name: redact(element, secret=secret, unknown=unknown) for name, element in value.items()}
    if isinstance(value, list):
        return [redact(element, secret=secret, unknown=unknown) for element in value]
    return value


def refuse_deep(value: Any, levels: int = DEPTH_MAX) -> None:
    """Raises NestedTooDeeply if the value is."""
    if isinstance(value, dict | list) and value:
        if not levels:
            raise NestedTooDeeply
        for child in _children(value):
            refuse_deep(child, levels - 1)


def contains_unknown(value: Any) -> bool:
    """Whether `UNKNOWN` stands anywhere in the value, inside secrets too."""
    return _contains(value, lambda leaf: leaf is UNKNOWN)


def contains_secret(value: Any) -> bool:
    """Whether a `Secret` stands anywhere in the value."""
    return _contains(value, lambda leaf: isinstance(leaf, Secret))


def _contains(value: Any, matches: Callable[[Any], bool]) -> bool:
    return matches(value) or any(_contains(child, matches) for child in _children(value))


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
    elif isinstance(value, Secret):
        yield value.value
