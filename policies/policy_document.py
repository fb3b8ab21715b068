"""IAM policy documents: identity policies, resource policies and trust policies, as JSON text or as objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from policies.node import UNKNOWN, Node
from policies.truth import Truth, every, some


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement; `node` is its JSON object."""

    node: Node

    def allows(self) -> Truth:
        """Whether it allows rather than denies."""
        return self.node["Effect"].equals("Allow")

    def covers_action(self, *actions: str) -> Truth:
        """Whether it is about one of these actions, such as `s3:GetObject`; its own may hold `*` and `?`."""
        return _covers(self.node["Action"], self.node["NotAction"], [action.lower() for action in actions])

    def names_action(self, pattern: str) -> Truth:
        """Whether one of its actions reads like a regular expression, letter case aside."""
        return self.node["Action"].some(lambda one: one.matches(f"(?i:{pattern})"))

    def covers_resource(self, *arns: str) -> Truth:
        """Whether it is about one of these ARNs."""
        return _covers(self.node["Resource"], self.node["NotResource"], arns)

    def names_resource(self, pattern: str) -> Truth:
        """Whether one of its resources reads like a regular expression."""
        return self.node["Resource"].some(lambda one: one.matches(pattern))

    def principals(self) -> Iterator[tuple[str, Node]]:
        """Whom it is about: the kind (`AWS`, `Service`, `Federated`, `CanonicalUser`; `*` for anyone), and who."""
        principal = self.node["Principal"]
        if isinstance(principal.value, dict):
            for kind, named in principal.items():
                yield from ((kind, one) for one in named.each())
        elif principal.value is not None:
            yield from (("*", one) for one in principal.each())

    def is_for_anyone(self) -> Truth:
        """Whether its principal is the whole world."""
        named = some(one.equals("*") for kind, one in self.principals() if kind in ("*", "AWS"))
        return named | self.node["NotPrincipal"].is_set()

    def conditions(self) -> Iterator[tuple[str, str, Node]]:
        """Its conditions: the operator, the key in lower case, the values."""
        for operator, keys in self.node["Condition"].items():
            for key, values in keys.items():
                yield operator, key.lower(), values

    def has_condition(self, *keys: str, operator: str = ".*") -> Truth:
        """Whether it holds only under a condition on one of these keys, by an operator that reads like this."""
        if self.node["Condition"].value is UNKNOWN:
            return Truth.UNKNOWN
        wanted = {key.lower() for key in keys}
        found = (values for used, key, values in self.conditions() if key in wanted and re.fullmatch(operator, used))
        return some(values.is_set() & ~values.some(lambda one: one.equals("*")) for values in found)


def statements(document: Node) -> list[Statement]:
    """The statements of a document; a single unknown one if the document is unknown or cannot be read."""
    return [Statement(one) for one in parsed(document)["Statement"].each()]


def parsed(document: Node) -> Node:
    """A document as an object, whether it is one or JSON text; unknown if it is neither."""
    if document.value is None or document.value == "":
        return Node(None, document.path, document.sources, document.secret)
    value: Any = document.value
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            value = UNKNOWN
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    known = value if isinstance(value, dict) else UNKNOWN
    return Node(known, document.path, document.sources, document.secret)


def _covers(named: Node, excepted: Node, wanted: Iterable[str]) -> Truth:
    """Whether one of the wanted is named by a pattern, or not excepted by any."""
    wanted = list(wanted)
    if excepted.value is not None:
        return some(every(~_names(pattern, one) for pattern in excepted.each()) for one in wanted)
    return some(_names(pattern, one) for pattern in named.each() for one in wanted)


def _names(pattern: Node, wanted: str) -> Truth:
    def covers(value: Any) -> bool:
        expression = re.escape(str(value)).replace(r"\*", ".*").replace(r"\?", ".")
        return isinstance(value, str) and re.fullmatch(expression, wanted, re.IGNORECASE | re.DOTALL) is not None

    return pattern.satisfies(covers)
