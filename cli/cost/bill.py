"""What a stack costs, by component and by team."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from cli.cost.figures import Figures
from cli.planned_resources import components, teams
from costs import Estimate, Item, Sum, estimate, total
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
