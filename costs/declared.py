"""A declared resource as the price list needs it, and how its properties are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Declared(Protocol):
    """A resource that is declared or recorded; what `policies.resource.Resource` is, and others may be.

    Attributes:
        urn: its identity.
        type: its Pulumi type token.
        name: its logical name.
        properties: its inputs, in camelCase. A value of another kind than JSON's stands for one that is not known.
        property_dependencies: URNs by property, where that is recorded.
    """

    @property
    def urn(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def properties(self) -> Mapping[str, Any]: ...
    @property
    def property_dependencies(self) -> Mapping[str, tuple[str, ...]] | None: ...


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """A resource as plain data. Attributes as in `Declared`."""

    urn: str
    type: str
    properties: Mapping[str, Any]
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Its logical name."""
        return self.urn.rpartition("::")[2]


class NotKnownError(Exception):
    """A property that decides about the price is not known yet, or is of no kind that can be read."""


class Facts:
    """The properties of a resource, read with their kinds.

    Every reading raises `NotKnownError`, which names the property, for a value that is there but not known.
    """

    def __init__(self, values: object, path: str = "") -> None:
        self.values = values if isinstance(values, Mapping) else {}
        self._path = path

    def number(self, name: str, default: float = 0.0) -> float:
        """A number of 0 or more, also where it is written as text."""
        value = self.values.get(name)
        if value is None:
            return default
        try:
            if isinstance(value, str | int | float) and not isinstance(value, bool) and 0 <= float(value) < 1e15:
                return float(value)
        except ValueError:
            pass
        raise self.unknown(name)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        raise self.unknown(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A truth value, also where it is written as text."""
        value = self.values.get(name)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return bool(value == "true")
        raise self.unknown(name)

    def texts(self, name: str) -> list[str]:
        """A list of texts; none if it is absent."""
        found = self.items(name)
        if all(isinstance(one, str) for one in found):
            return found
        raise self.unknown(name)

    def items(self, name: str) -> list[Any]:
        """A list, whatever is in it; none if it is absent."""
        value = self.values.get(name)
        if value is None:
            return []
        if isinstance(value, list | tuple):
            return list(value)
        raise self.unknown(name)

    def inside(self, *names: str) -> Facts:
        """The properties in an object; none if it is absent."""
        facts = self
        for name in names:
            value = facts.values.get(name)
            if value is not None and not isinstance(value, Mapping):
                raise facts.unknown(name)
            facts = Facts(value, f"{facts._path}{name}.")
        return facts

    def each(self, name: str) -> list[Facts]:
        """The objects in a list."""
        found = self.items(name)
        if all(isinstance(one, Mapping) for one in found):
            return [Facts(one, f"{self._path}{name}[{index}].") for index, one in enumerate(found)]
        raise self.unknown(name)

    def has(self, name: str) -> bool:
        """Whether it is there, known or not."""
        return self.values.get(name) is not None

    def unknown(self, name: str) -> NotKnownError:
        """What to raise where a property cannot be read."""
        return NotKnownError(f"{self._path}{name} is not known yet")
