"""Checks a stack against rules: the one evaluator behind every way in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from policies.finding import Finding, Findings, Outcome
from policies.resource import Resource
from policies.rule import ANY, Rule
from policies.stack import Stack

_Subject = TypeVar("_Subject", Resource, Stack)


@dataclass(frozen=True, slots=True)
class Reported:
    """A finding, and the rule that made it."""

    rule: Rule
    finding: Finding


@dataclass(slots=True)
class Evaluation:
    """What came of a check.

    Attributes:
        reported: the findings, in the order of the rules and then of the resources.
        checked: by rule, the URNs of the resources it looked at; the stack's own for a rule about the whole stack.
    """

    reported: list[Reported] = field(default_factory=list)
    checked: dict[str, list[str]] = field(default_factory=dict)


def evaluate(stack: Stack, rules: Iterable[Rule]) -> Evaluation:
    """Check every resource against every rule that looks at its type. A rule that fails does not stop the others."""
    evaluation = Evaluation()
    for rule in rules:
        urns = evaluation.checked.setdefault(rule.name, [])
        for resource in _concerned(stack, rule):
            urns.append(resource.urn)
            evaluation.reported += [Reported(rule, found) for found in _guarded(rule.check, resource)]
        if rule.check_stack is not None:
            urns.append(stack.urn)
            evaluation.reported += [Reported(rule, found) for found in _guarded(rule.check_stack, stack)]
    return evaluation


def _concerned(stack: Stack, rule: Rule) -> Iterable[Resource]:
    return stack.resources if ANY in rule.types else stack.of(*rule.types)


def _guarded(check: Callable[[_Subject], Findings] | None, subject: _Subject) -> Findings:
    if check is None:
        return []
    try:
        return check(subject)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a rule is that rule's error alone
        # Not its message: that may hold a value.
        return [Finding(subject.urn, "", Outcome.ERROR, f"the rule itself failed with {type(error).__name__}")]
