"""How the resources of two stacks differ as planned: what only one has, what is otherwise, which rules each breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.planned_resources import components

if TYPE_CHECKING:
    from cli.planning import Planned
    from engine.resource import ResourceState

Key = tuple[str, str, str]
"""The component, the type, and the logical name."""

RANDOM: Final = re.compile(r"-[0-9a-f]{7,8}\b")
"""The end of a name that a provider makes up."""
PRODUCTION: Final = "prod"
"""Both stacks are held to what production needs, so that a rule means the same for both."""
NAMES_THE_ENVIRONMENT: Final = frozenset({"tagsAll", "__defaults"})


@dataclass(frozen=True)
class Made:
    """What a comparison needs of a planned stack.

    Attributes:
        resources: the properties of each, without names that differ anyway and without secrets.
        broken: the severity of each rule that is broken, waived or not, by rule, resource and property.
        labels: what rules call each resource.
    """

    resources: Mapping[Key, Mapping[str, Any]]
    broken: Mapping[tuple[str, str, str], str]
    labels: frozenset[str] = frozenset()


@dataclass(frozen=True)
class ResourceDifferences:
    """How the resources differ.

    Attributes:
        only: what only the first has, and what only the second has.
        changed: the properties that differ, by resource.
        weaker: what rules the second breaks where the first does not: rule, severity, resource, property. What only
            the second has is weaker than nothing: `strata policy check` tells of it.
    """

    only: tuple[Sequence[Key], Sequence[Key]]
    changed: Mapping[Key, Sequence[str]]
    weaker: Sequence[tuple[str, str, str, str]]


def made_of(planned: Planned) -> Made:
    """What is compared of a plan."""
    from cli.policy.planned import stack_of
    from policies.enforcement import Policy, rules_for
    from policies.evaluator import evaluate
    from policies.finding import Outcome

    name = planned.stack.name
    component_of = components(planned.resources)
    staying = [one for one in planned.resources if not one.delete]
    rules = rules_for(Policy(), PRODUCTION)
    broken = {
        (one.rule.name, _label(one.finding.urn, name), one.finding.path): one.rule.severity.value
        for one in evaluate(stack_of(staying), rules).reported
        if one.finding.outcome is Outcome.VIOLATED
    }
    resources = {_key(one, component_of, name): dict(_properties(one, name)) for one in staying if one.custom}
    return Made(resources, broken, frozenset(_label(one.urn, name) for one in staying))


def compare_resources(first: Made, second: Made) -> ResourceDifferences:
    """How two plans differ."""
    one, other = first.resources, second.resources
    changed = {key: _differing(one[key], other[key]) for key in sorted(one.keys() & other.keys())}
    weaker = sorted(
        (rule, second.broken[rule, label, path], label, path)
        for rule, label, path in second.broken.keys() - first.broken.keys()
        if label in first.labels or label not in second.labels
    )
    return ResourceDifferences(
        only=(sorted(one.keys() - other.keys()), sorted(other.keys() - one.keys())),
        changed={key: names for key, names in changed.items() if names},
        weaker=weaker,
    )


def _key(one: ResourceState, component_of: Mapping[str, str], stack: str) -> Key:
    return component_of[one.urn], one.type, _plain(one.name, stack)


def _label(urn: str, stack: str) -> str:
    return str(_plain("::".join(urn.split("::")[2:]) or urn, stack))


def _properties(one: ResourceState, stack: str) -> Iterator[tuple[str, Any]]:
    from protocol.values import redact

    for name, value in one.inputs.items():
        if name not in NAMES_THE_ENVIRONMENT:
            yield name, _plain(redact(value), stack)


def _plain(value: Any, stack: str) -> Any:
    """A value without what no two environments share: the stack's name, and what providers make up."""
    if isinstance(value, str):
        return RANDOM.sub("", re.sub(rf"(?<![a-z0-9]){re.escape(stack)}(?![a-z0-9])", "<stack>", value))
    if isinstance(value, dict):
        return {name: _plain(inner, stack) for name, inner in value.items()}
    return [_plain(inner, stack) for inner in value] if isinstance(value, list) else value


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
