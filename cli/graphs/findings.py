"""What the policies say of each node, as `strata policy check` does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cli.policy import WAIVERS
from cli.policy.gate import Gate
from cli.policy.settings import read_book, stack_policy
from graph import Finding
from policies.enforcement import rules_for

if TYPE_CHECKING:
    from engine import Stack
    from engine.resource import ResourceState
    from policies.verdict import Judged


def findings_of(stack: Stack, resources: Iterable[ResourceState]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings by URN, worst first; those that are waived or cannot be known yet are among them.

    Raises:
        UsageError: the stack's settings of the policies, or its waivers, hold mistakes.
    """
    policy = stack_policy(stack)
    gate = Gate(policy, rules_for(policy, stack.name), read_book(stack.project.stack_folder / WAIVERS))
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in gate.judge(resources).findings:
        found[one.finding.urn].append(_finding(one))
    return {urn: tuple(findings) for urn, findings in found.items()}


def _finding(one: Judged) -> Finding:
    waiver = one.waiver
    accepted = f"waived until {waiver.expires}: {waiver.reason} ({waiver.ticket})" if waiver else ""
    return Finding(
        rule=one.rule.name,
        severity=one.rule.severity.value,
        outcome="waived" if waiver else one.finding.outcome.value,
        title=one.rule.title,
        path=one.finding.path,
        detail="; ".join(filter(None, (one.finding.detail, accepted))),
        fix=one.rule.fix,
    )
