"""Spoils documents and protocol messages by chance: drops, doubles, reorders and retypes what is in them."""

from __future__ import annotations

import copy
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.struct_pb2 import Struct, Value

from protocol.values import (
    ARCHIVE_SIGNATURE,
    ASSET_SIGNATURE,
    OUTPUT_SIGNATURE,
    RESOURCE_SIGNATURE,
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN_WIRE,
)

SIGNATURES = (SECRET_SIGNATURE, OUTPUT_SIGNATURE, ASSET_SIGNATURE, ARCHIVE_SIGNATURE, RESOURCE_SIGNATURE, "none", "")
TEXTS = (
    "",
    "x",
    "a::b",
    "a:b:C",
    "urn:pulumi:test::strata::test:index:Item::nowhere",
    "urn:pulumi:test::strata::test:index:Item",
    "urn:pulumi:",
    UNKNOWN_WIRE,
    "\x00",
    "ünï\u2028\U0001f4a5",
    '[0].a["b',
    "1h30m",
    "9" * 400 + "h",
    "y" * 5000,
)
NUMBERS = (0, -1, 1, 2**31 - 1, 2**53 + 1, 0.5, 1e308, -0.0)


def nested(depth: int) -> Any:
    """Lists in maps in lists."""
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"k": value}
    return value


def odd_json(chance: random.Random) -> Any:
    """A value that nobody expects."""
    signed = {SIGNATURE: chance.choice([*SIGNATURES, 1, None, []])}
    return chance.choice(
        [
            None,
            True,
            False,
            chance.choice(NUMBERS),
            chance.choice([*TEXTS, "\ud800"]),
            [],
            {},
            [None],
            [chance.choice(TEXTS)],
            {"": ""},
            {chance.choice(TEXTS): [chance.choice(NUMBERS)]},
            signed,
            signed | {"ciphertext": chance.choice([*TEXTS, 1, None])},
            signed | {"value": nested(3), "secret": chance.choice([True, "yes"])},
            nested(chance.choice([5, 60, 150, 600])),
        ]
    )


def spoil_json(document: Any, chance: random.Random) -> Any:
    """A copy of a JSON document with one to three things wrong."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        places = list(_places(document))
        if not places:
            return odd_json(chance)
        holder, key = chance.choice(places)
        other, other_key = chance.choice(places)
        match chance.choice(["drop", "double", "retype", "reorder", "swap", "take"]):
            case "drop":
                del holder[key]
            case "double" if isinstance(holder, list):
                holder.insert(chance.randint(0, len(holder)), copy.deepcopy(holder[key]))
            case "double":
                holder[f"{key}2"] = copy.deepcopy(holder[key])
            case "reorder" if isinstance(holder, list):
                chance.shuffle(holder)
            case "swap" if not _within(holder[key], other) and not _within(other[other_key], holder):
                holder[key], other[other_key] = other[other_key], holder[key]
            case "take":
                holder[key] = copy.deepcopy(other[other_key])
            case _:
                holder[key] = odd_json(chance)
    return document


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _within(value: Any, holder: Any) -> bool:
    return value is holder or any(_within(place[key], holder) for place, key in _places(value) if place is value)


def odd_value(chance: random.Random) -> Value:
    """A wire value that nobody expects."""
    if not chance.randrange(6):
        return Value()
    if not chance.randrange(6):
        return Value(number_value=chance.choice([math.nan, math.inf, -math.inf, 1e308]))
    value = Value()
    _fill(value, odd_json(chance))
    return value


def _fill(value: Value, json: Any) -> None:
    if isinstance(json, dict):
        value.struct_value.SetInParent()
        for name, element in json.items():
            _fill(value.struct_value.fields[name], element)
    elif isinstance(json, list):
        value.list_value.SetInParent()
        for element in json:
            _fill(value.list_value.values.add(), element)
    elif isinstance(json, bool):
        value.bool_value = json
    elif isinstance(json, int | float):
        value.number_value = json
    elif isinstance(json, str):
        value.string_value = json.replace("\ud800", "?")  # no message can hold half of a pair
    else:
        value.null_value = 0


def spoil_message(message: Message, chance: random.Random, texts: tuple[str, ...] = ()) -> None:
    """Make one to four fields of a message, however deep, other than they should be.

    Args:
        message: changed in place.
        chance: decides.
        texts: what strings may become, besides odd ones; such as URNs that exist.
    """
    for _ in range(chance.randint(1, 4)):
        target = message
        while True:
            fields = target.DESCRIPTOR.fields
            if not fields:
                return
            field = chance.choice(fields)
            inner = field.message_type is not None and not field.is_repeated and chance.randrange(2)
            if not inner or isinstance(getattr(target, field.name), Struct | Value):
                break
            target = getattr(target, field.name)
        _spoil_field(target, field, chance, (*TEXTS, *texts * 4))


def _spoil_field(target: Message, field: FieldDescriptor, chance: random.Random, texts: tuple[str, ...]) -> None:
    if not chance.randrange(5):
        target.ClearField(field.name)
    elif field.message_type is not None and field.message_type.GetOptions().map_entry:
        entries = getattr(target, field.name)
        if field.message_type.fields_by_name["value"].message_type is None:
            entries[chance.choice(texts)] = _scalar(field.message_type.fields_by_name["value"], chance, texts)
        else:
            spoil_message(entries[chance.choice(texts)], chance, texts)
    elif field.message_type is not None and field.message_type.full_name == "google.protobuf.Struct":
        fields = (getattr(target, field.name).add() if field.is_repeated else getattr(target, field.name)).fields
        known = [*fields] if chance.randrange(2) else []
        fields[chance.choice([*known, *TEXTS, "value", "replaceMe", SIGNATURE])].CopyFrom(odd_value(chance))
    elif field.message_type is not None and field.message_type.full_name == "google.protobuf.Value":
        getattr(target, field.name).CopyFrom(odd_value(chance))
    elif field.message_type is not None:
        inner = getattr(target, field.name)
        spoil_message(inner.add() if field.is_repeated else inner, chance, texts)
    elif field.is_repeated:
        getattr(target, field.name).extend(_scalar(field, chance, texts) for _ in range(chance.choice([1, 2, 50])))
    else:
        setattr(target, field.name, _scalar(field, chance, texts))


_SCALARS: dict[int, Callable[[random.Random], Any]] = {
    FieldDescriptor.CPPTYPE_BOOL: lambda chance: chance.random() < 0.5,
    FieldDescriptor.CPPTYPE_ENUM: lambda chance: chance.choice([0, 1, 2, 3, 99, -1]),
    FieldDescriptor.CPPTYPE_DOUBLE: lambda chance: chance.choice([0.0, -1.5, math.nan, math.inf]),
    FieldDescriptor.CPPTYPE_FLOAT: lambda chance: chance.choice([0.0, -1.5, math.nan, math.inf]),
    FieldDescriptor.CPPTYPE_INT32: lambda chance: chance.choice([0, -1, 2**31 - 1]),
    FieldDescriptor.CPPTYPE_INT64: lambda chance: chance.choice([0, -1, 2**63 - 1]),
    FieldDescriptor.CPPTYPE_UINT32: lambda chance: chance.choice([0, 2**32 - 1]),
    FieldDescriptor.CPPTYPE_UINT64: lambda chance: chance.choice([0, 2**64 - 1]),
}


def _scalar(field: FieldDescriptor, chance: random.Random, texts: tuple[str, ...]) -> Any:
    if field.cpp_type == FieldDescriptor.CPPTYPE_STRING:
        text = chance.choice(texts)
        return text.encode() if field.type == FieldDescriptor.TYPE_BYTES else text
    return _SCALARS[field.cpp_type](chance)
