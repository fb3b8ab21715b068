"""When two property values mean the same, and where they differ.

AWS hands values back in other clothes: lists in another order, numbers as text, policies with other white space, a
list of one as a scalar. A difference in clothes is no change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from protocol.values import UNKNOWN

NOTHING_ORDERED: frozenset[str] = frozenset()


def same(left: Any, right: Any, ordered: frozenset[str] = NOTHING_ORDERED) -> bool:
    """Whether two values mean the same. An unknown is the same as nothing else.

    Args:
        left, right: plain values, without secrets.
        ordered: names of properties in which the order of a list counts.
    """
    return left is right or _canonical(left, ordered) == _canonical(right, ordered)


def is_absent(value: Any) -> bool:
    """Whether a value stands for "not set": AWS and Pulumi do not tell these apart."""
    return value is None or value is False or value in ([], {})


def differences(
    old: Any, new: Any, ordered: frozenset[str] = NOTHING_ORDERED, path: str = ""
) -> Iterator[tuple[str, str]]:
    """Every place where two values differ: its property path, and ADD, DELETE or UPDATE."""
    keep_order = path.rpartition(".")[2] in ordered
    if _canonical(old, ordered, keep_order=keep_order) == _canonical(new, ordered, keep_order=keep_order):
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for name in sorted({*old, *new}):
            yield from differences(old.get(name), new.get(name), ordered, join(path, name))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _list_differences(old, new, ordered, path)
    else:
        yield path, "ADD" if old is None else "DELETE" if new is None else "UPDATE"


def join(path: str, name: str) -> str:
    """A property path one step deeper, as Pulumi writes it: `a.b`, or `a["b.c"]` for a name that has dots."""
    if any(sign in name for sign in '.["'):
        return f"{path}[{json.dumps(name)}]"
    return f"{path}.{name}" if path else name


def projected(real: Any, asked: Any, ordered: frozenset[str] = NOTHING_ORDERED) -> Any:
    """What really is, in the words and to the extent of what was asked for.

    Where both mean the same, the words of the request stay. What AWS added to an object on its own is left out.
    """
    if same(real, asked, ordered):
        return asked
    if isinstance(real, dict) and isinstance(asked, dict):
        members = {name: projected(real.get(name), value, ordered) for name, value in asked.items()}
        return {name: member for name, member in members.items() if member is not None}
    if isinstance(real, list) and isinstance(asked, list) and len(real) == len(asked):
        return [projected(element, wish, ordered) for element, wish in zip(real, asked, strict=True)]
    return real


def _list_differences(old: list[Any], new: list[Any], ordered: frozenset[str], path: str) -> Iterator[tuple[str, str]]:
    """Elements that both have are left aside; the rest is compared in order."""
    left = [(i, element) for i, element in enumerate(old) if not any(same(element, e, ordered) for e in new)]
    right = [(i, element) for i, element in enumerate(new) if not any(same(element, e, ordered) for e in old)]
    if not left and not right:
        yield path, "UPDATE"  # only the order, or how often an element occurs
    for (_, before), (index, after) in zip(left, right, strict=False):
        yield from differences(before, after, ordered, f"{path}[{index}]")
    yield from ((f"{path}[{index}]", "DELETE") for index, _ in left[len(right) :])
    yield from ((f"{path}[{index}]", "ADD") for index, _ in right[len(left) :])


def _canonical(value: Any, ordered: frozenset[str], *, keep_order: bool = False) -> Any:
    if value is UNKNOWN:
        return object()
    if is_absent(value):
        return None
    if isinstance(value, bool):
        return "true"
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if isinstance(value, dict):
        members = {name: _canonical(value[name], ordered, keep_order=name in ordered) for name in sorted(value)}
        return {name: member for name, member in members.items() if member is not None} or None
    if isinstance(value, list):
        elements = [_canonical(element, ordered) for element in value]
        return elements if keep_order else sorted(elements, key=repr)
    return _document(value) if value[:1] in "{[" else value


def _document(text: str) -> Any:
    """A JSON document, e.g. a policy; any other text as it is."""
    try:
        return ("json", _canonical_json(json.loads(text)))
    except ValueError:
        return text


def _canonical_json(node: Any) -> Any:
    if isinstance(node, dict):
        return {name: _canonical_json(member) for name, member in sorted(node.items())}
    if isinstance(node, list):
        elements = sorted((_canonical_json(element) for element in node), key=repr)
        return elements[0] if len(elements) == 1 else elements
    return node
