"""What a stack costs, by component and by team; and what it was compared with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from cli.errors import UsageError
from cli.planned_resources import components, teams
from costs import Estimate, Item, Range, Sum, estimate, total
from costs.declared import Declaration

if TYPE_CHECKING:
    from cli.cost.settings import CostSettings
    from engine.resource import ResourceState


@dataclass(frozen=True)
class Bill:
    """What a stack costs.

    Attributes:
        name: what it is of: `dev`, `dev as deployed`.
        estimate: every line.
        components, teams: the component and the team of each resource, by URN.
    """

    name: str
    estimate: Estimate
    components: Mapping[str, str]
    teams: Mapping[str, str]

    @classmethod
    def of(cls, name: str, resources: Sequence[ResourceState], region: str, settings: CostSettings) -> Self:
        """The bill of what is planned or recorded."""
        lines = estimate(declarations(resources), region, settings.assumptions, prices=settings.prices)
        return cls(name, lines, components(resources), teams(resources))

    def by(self, owners: Mapping[str, str]) -> Mapping[str, Sum]:
        """What each component, or each team, comes to; the dearest first."""
        groups: dict[str, list[Item]] = {}
        for item in self.estimate.items:
            groups.setdefault(owners[item.urn], []).append(item)
        sums = {name: total(items) for name, items in groups.items()}
        return dict(sorted(sums.items(), key=lambda one: (-one[1].usd.high, one[0])))

    def figures(self) -> Figures:
        """What others are compared with."""
        by_component = {name: one.usd for name, one in self.by(self.components).items()}
        return Figures(self.name, self.estimate.total.usd, by_component, frozenset(map(named, self.unknown)))

    @property
    def unknown(self) -> Sequence[Item]:
        """What has no known price."""
        return self.estimate.total.unknown


@dataclass(frozen=True)
class Figures:
    """The sums of a bill, as far as they are needed to compare it with another.

    Attributes:
        name: what it is of.
        total: USD a month.
        components: USD a month, by component.
        unknown: the names of what has no known price.
    """

    name: str
    total: Range
    components: Mapping[str, Range]
    unknown: frozenset[str]

    @classmethod
    def read(cls, file: Path) -> Self:
        """The figures in what `strata cost --json` wrote.

        Raises:
            UsageError: the file is none of those.
        """
        try:
            written = json.loads(file.read_text(encoding="utf-8"))
            unknown = frozenset(str(one["name"]) for one in written["unknown"])
            by_component = {name: _range(one) for name, one in written["components"].items()}
            return cls(f"{written['stack']} in {file.name}", _range(written["total"]), by_component, unknown)
        except (OSError, UnicodeError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise UsageError(f"{file} is nothing that `strata cost STACK --json` wrote: {error}") from error


def declarations(resources: Iterable[ResourceState]) -> list[Declaration]:
    """What costs something by itself: neither components nor what is only waiting for its deletion."""
    return [
        Declaration(
            urn=one.urn,
            type=one.type,
            properties=one.inputs,
            property_dependencies={name: tuple(urns) for name, urns in one.property_dependencies.items()},
        )
        for one in resources
        if one.custom and not one.delete and not one.external
    ]


def named(item: Item) -> str:
    """What a line is called where several stacks are compared: the same in all of them."""
    return f"{item.urn.rpartition('::')[2]}: {item.what}"


def _range(written: Any) -> Range:
    return Range(float(written["low"]), float(written["high"]))
