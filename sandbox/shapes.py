"""The shapes that values may have: scalars, choices, lists, maps, objects, and alternatives of them.

A check collects problems; no message holds a value, so none can hold a secret.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final, Protocol

from protocol.values import SIGNATURE, UNKNOWN, Secret
from sandbox.problem import Problem, Where, kind_of, render, suggestion

SCALARS: Final = {str: "a string", int: "a whole number", float: "a number", bool: "a boolean"}


class Shape(Protocol):
    """What a value may look like."""

    @property
    def name(self) -> str: ...

    def check(self, value: Any, where: Where, found: list[Problem]) -> None: ...


def check(shape: Shape, value: Any, where: Where, found: list[Problem]) -> None:
    """Collect what is wrong with a value; secrets are looked into, unknown and absent values pass."""
    while type(value) is Secret:
        value = value.value
    if value is None or value is UNKNOWN:
        return
    shape.check(value, where, found)


class Anything:
    """Free-form: JSON, chart values, the spec of a custom resource."""

    name = "anything"

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        pass


class File:
    """An asset or an archive, which travels as a signed map."""

    name = "an asset or archive"

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if not (isinstance(value, dict) and SIGNATURE in value):
            mismatch(self, value, where, found)


class Scalar:
    """A string, number or boolean, or one of several of them."""

    def __init__(self, kinds: Sequence[type], *, coerces: bool) -> None:
        self._kinds = frozenset(kinds)
        self._coerces = coerces
        self.name = " or ".join(SCALARS[kind] for kind in sorted(self._kinds, key=list(SCALARS).index))

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        kind = type(value)
        if kind in self._kinds or (kind is int and float in self._kinds):
            return
        if not (self._coerces and self._coercible(value)):
            mismatch(self, value, where, found)

    def _coercible(self, value: Any) -> bool:
        """What Pulumi's bridge to Terraform providers converts."""
        if not isinstance(value, str):
            return str in self._kinds and isinstance(value, bool | int | float)
        number = float in self._kinds and re.fullmatch(r"-?\d+(\.\d+)?", value)
        whole = int in self._kinds and re.fullmatch(r"-?\d+", value)
        return bool(number or whole or (bool in self._kinds and value in ("true", "false")))


class Choice:
    """One of a closed set of values."""

    def __init__(self, values: Sequence[Any]) -> None:
        self._values = tuple(values)
        listed = ", ".join(repr(value) for value in values)
        self.name = listed if len(values) == 1 else f"one of {listed}"

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if value not in self._values:
            found.append(Problem(render(where), f"must be {self.name}"))


class ListOf:
    """A list whose elements have one shape."""

    name = "a list"

    def __init__(self, element: Shape) -> None:
        self._element = element

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if not isinstance(value, list):
            mismatch(self, value, where, found)
            return
        for index, element in enumerate(value):
            check(self._element, element, (where, index), found)


class MapOf:
    """A map with free keys whose values have one shape."""

    name = "a map"

    def __init__(self, element: Shape) -> None:
        self._element = element

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if not isinstance(value, dict):
            mismatch(self, value, where, found)
            return
        for key, element in value.items():
            check(self._element, element, (where, key), found)


class Object:
    """A map with known keys. Its properties are looked up when first met: most nested types never are."""

    name = "an object"

    def __init__(self, load: Callable[[], tuple[dict[str, Shape], tuple[str, ...]]], *, closed: bool = True) -> None:
        self._load = load
        self._closed = closed

    @cached_property
    def _compiled(self) -> tuple[dict[str, Shape], tuple[str, ...]]:
        return self._load()

    def compile(self) -> None:
        """Look the properties up now."""
        _ = self._compiled

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if not isinstance(value, dict):
            mismatch(self, value, where, found)
            return
        properties, required = self._compiled
        for key, element in value.items():
            shape = properties.get(key)
            if shape is not None:
                check(shape, element, (where, key), found)
            elif self._closed:
                found.append(Problem(render((where, key)), f"unknown{suggestion(key, properties)}"))
        found.extend(Problem(render((where, name)), "is required") for name in required if value.get(name) is None)


class JsonText:
    """A value that may also come as its JSON text, as the settings of a provider do."""

    def __init__(self, inner: Shape) -> None:
        self._inner = inner
        self.name = inner.name

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                mismatch(self, value, where, found)
                return
        check(self._inner, value, where, found)


class OneOf:
    """Any of several shapes."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self._shapes = tuple(shapes)
        self.name = " or ".join(dict.fromkeys(shape.name for shape in shapes))

    def check(self, value: Any, where: Where, found: list[Problem]) -> None:
        tries: list[list[Problem]] = []
        for shape in self._shapes:
            problems: list[Problem] = []
            shape.check(value, where, problems)
            if not problems:
                return
            tries.append(problems)
        here = render(where)
        inside = [problems for problems in tries if any(problem.path != here for problem in problems)]
        if inside:
            inside.sort(key=len)
            found.extend(inside[0])
        else:
            mismatch(self, value, where, found)


def mismatch(shape: Shape, value: Any, where: Where, found: list[Problem]) -> None:
    found.append(Problem(render(where), f"must be {shape.name}, got {kind_of(value)}"))
