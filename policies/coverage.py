"""Which control is served by which rules, and which by none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from policies.rule import Rule
from policies.standards import TITLES

_CONTROLS: Final = Path(__file__).with_name("data") / "controls.yaml"


@dataclass(frozen=True, slots=True)
class Coverage:
    """A standard and the rules that serve it.

    Attributes:
        standard: its key in `policies.standards.TITLES`.
        rules: the names of the rules by control; none for a control that is not covered.
    """

    standard: str
    rules: dict[str, tuple[str, ...]]

    @property
    def title(self) -> str:
        """Its name and version."""
        return TITLES[self.standard]

    @property
    def gaps(self) -> tuple[str, ...]:
        """The controls that no rule serves."""
        return tuple(control for control, rules in self.rules.items() if not rules)


def coverage(rules: Iterable[Rule]) -> tuple[Coverage, ...]:
    """The coverage of every standard by these rules, controls that the table does not know included."""
    served: dict[str, dict[str, list[str]]] = {standard: {} for standard in TITLES}
    for rule in rules:
        for standard, controls in rule.controls.by_standard().items():
            for control in controls:
                served[standard].setdefault(control, []).append(rule.name)
    found = []
    for standard in TITLES:
        listed = [*dict.fromkeys([*known_controls().get(standard, ()), *sorted(served[standard])])]
        found.append(Coverage(standard, {one: tuple(served[standard].get(one, ())) for one in listed}))
    return tuple(found)


@cache
def known_controls() -> dict[str, tuple[str, ...]]:
    """The controls that rules are measured against, by standard."""
    document = yaml.safe_load(_CONTROLS.read_text(encoding="utf-8"))
    return {standard: tuple(map(str, controls)) for standard, controls in document.items()}
