"""What a box comes to, with all that stands in it: counted for pictures, which cannot be opened."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.homes import homes
from graph.model import ROOT, Graph, Node

VIOLATIONS = ("violated", "error")


@dataclass
class Summary:
    """What a box comes to.

    Attributes:
        resources: how many, components not counted; the box itself is among them if it is one.
        types: of these, by type.
        steps: how many of them by step.
        violations: findings that are neither waived nor undecided.
        low, high: USD a month, of what has a price.
        priced, unpriced: how many costs are known, and are not.
    """

    resources: int = 0
    types: Counter[str] = field(default_factory=Counter)
    steps: Counter[str] = field(default_factory=Counter)
    violations: int = 0
    low: float = 0.0
    high: float = 0.0
    priced: int = 0
    unpriced: int = 0

    def add(self, node: Node) -> None:
        """Count a node."""
        if node.custom:
            self.resources += 1
            self.types[node.type] += 1
            self.steps[node.step] += bool(node.step)
        self.violations += sum(one.outcome in VIOLATIONS for one in node.findings)
        if node.cost is not None:
            known = node.cost.low is not None
            self.priced += known
            self.unpriced += not known
            self.low += node.cost.low or 0.0
            self.high += node.cost.high or 0.0

    def content(self) -> str:
        """`3 resources`."""
        return f"{self.resources} resource{'' if self.resources == 1 else 's'}"

    def overlay(self) -> str:
        """Steps, violations and cost in a line; empty if there is none of it."""
        steps = [f"{count} {step}" for step, count in sorted(self.steps.items()) if count and step != "same"]
        return " · ".join([*steps, *([f"▲ {self.violations}"] if self.violations else []), *self._cost()])

    def _cost(self) -> list[str]:
        if not self.priced or not (self.high or not self.unpriced):
            return ["$ ?"] if self.unpriced else []
        amount = usd(self.low) if self.low == self.high else f"{usd(self.low)}\N{EN DASH}{usd(self.high)}"
        return [f"{amount}{' + ?' if self.unpriced else ''}"]


def summaries(graph: Graph) -> Mapping[str, Summary]:
    """The summary of every node, by URN; of everything, under `ROOT`."""
    home = homes(graph)
    found: dict[str, Summary] = defaultdict(Summary)
    for node in graph.nodes:
        if node.urn in home:
            at = node.urn
            while at != ROOT:
                found[at].add(node)
                at = home[at]
            found[ROOT].add(node)
    return found


def short_type(type_: str) -> str:
    """`s3 · Bucket` of `aws:s3/bucket:Bucket`; `Queues` of `strata:index:Queues`."""
    _, _, rest = type_.partition(":")
    module, _, name = rest.partition(":")
    service = module.partition("/")[0]
    return f"{service} · {name}" if service not in ("", "index", "pulumi") else name or type_


def usd(amount: float) -> str:
    """`$1,234`, and cents below ten."""
    return f"${amount:,.2f}".removesuffix(".00") if amount < 10 else f"${amount:,.0f}"


def label(name: str, home: str) -> str:
    """A name without the part that its box says already."""
    return name.removeprefix(f"{home}-") if home and name != f"{home}-" else name
