"""What there is to know of a plan before it is carried out: what changes, what it violates, what it costs."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli.planned_resources import STACK_TYPE, components, teams

if TYPE_CHECKING:
    from cli.planning import Planned
    from costs import Estimate, Sum
    from engine import Stack
    from engine.resource import ResourceState


@dataclass(frozen=True)
class Findings:
    """What the policies say of a plan.

    Attributes:
        summary: how many findings there are of which kind.
        violations: each violation that is not waived, worst first, as `policies.reports.records` tells it.
    """

    summary: Mapping[str, int]
    violations: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """A stack's plan in brief.

    Attributes:
        stack: its name.
        changes: count of resources by what would be done with them, by component.
        replaced: the properties that force it, by the URN of each resource that would be replaced.
        leaving: the URNs of what would be deleted.
        protected: the URNs of what nothing may delete.
        policies: what they say; None where none are in force.
        region: where prices hold; None where the stack names none.
        costs: USD a month by component; empty where the region is not known.
        team_costs: USD a month by team.
        estimate: with every line, assumption and source; None where the region is not known.
    """

    stack: str
    changes: Mapping[str, Mapping[str, int]]
    replaced: Mapping[str, tuple[str, ...]]
    leaving: tuple[str, ...]
    protected: tuple[str, ...]
    policies: Findings | None
    region: str | None
    costs: Mapping[str, Sum]
    team_costs: Mapping[str, Sum]
    estimate: Estimate | None


def overview(planned: Planned) -> Overview:
    """The plan in brief.

    Raises:
        UsageError: the stack's settings of the policies, or its waivers, hold mistakes.
    """
    gone = {one.urn for one in planned.leaving}
    staying = [one for one in planned.resources if not one.delete and one.urn not in gone]
    component_of = components([*planned.resources, *planned.leaving])
    region = planned.stack.config.get("aws:region")
    estimated = _estimate(planned.stack, staying, region) if region else None
    return Overview(
        stack=planned.stack.name,
        changes=_changes(planned.steps, component_of),
        replaced={urn: planned.forced.get(urn, ()) for urn, step in planned.steps.items() if step == "replace"},
        leaving=tuple(one.urn for one in planned.leaving),
        protected=tuple(one.urn for one in staying if one.protect),
        policies=_judged(planned.stack, staying),
        region=region,
        costs=_grouped(estimated, component_of),
        team_costs=_grouped(estimated, teams(staying)),
        estimate=estimated,
    )


def _changes(steps: Mapping[str, str], component_of: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """As everywhere, without the providers that the engine makes by itself, and without the stack."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for urn, step in steps.items():
        if "pulumi:providers:" in urn and "::default" in urn:
            continue
        if f"::{STACK_TYPE}::" not in urn:
            counts[component_of[urn]][step] += 1
    return {name: dict(count) for name, count in counts.items()}


def _judged(stack: Stack, resources: Sequence[ResourceState]) -> Findings | None:
    from cli.policy.gate import Gate
    from policies.reports.records import counts, record

    gate = Gate.of(stack)
    if gate is None:
        return None
    verdict = gate.judge(resources)
    return Findings(counts(verdict), [record(one) for one in verdict.violations])


def _estimate(stack: Stack, resources: Iterable[ResourceState], region: str) -> Estimate:
    """As `strata cost` has it: with what the project assumes, and its own prices."""
    from cli.cost.bill import declarations
    from cli.cost.settings import read_settings
    from costs import estimate

    settings = read_settings(stack.project.stack_folder, stack.name)
    return estimate(declarations(resources), region, settings.assumptions, prices=settings.prices)


def _grouped(estimated: Estimate | None, group_of: Mapping[str, str]) -> dict[str, Sum]:
    groups: dict[str, set[str]] = defaultdict(set)
    for item in estimated.items if estimated else ():
        groups[group_of[item.urn]].add(item.urn)
    return {name: estimated.of(urns) for name, urns in groups.items()} if estimated else {}
