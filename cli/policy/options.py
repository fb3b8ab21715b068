"""The options that choose rules."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.errors import UsageError

if TYPE_CHECKING:
    from policies.rule import Rule

SEVERITIES = ("critical", "high", "medium", "low")
"""As `policies.rule.Severity`, which is not loaded only to show a command's help."""

Profiles = Annotated[
    list[str] | None,
    typer.Option("--profile", "--pack", metavar="NAME", help="Only these rules, e.g. hipaa. May be repeated."),
]
Rules = Annotated[list[str] | None, typer.Option("--rule", metavar="NAME", help="Only this rule. May be repeated.")]
Severe = Annotated[
    str | None, typer.Option("--severity", metavar="LEVEL", help="Only rules that are at least as severe.")
]


def choose_rules(
    profiles: Sequence[str] | None, rules: Sequence[str] | None = None, severity: str | None = None
) -> tuple[Rule, ...]:
    """The rules that the options choose.

    Raises:
        UsageError: a profile, a rule or a severity that there is not.
    """
    from policies.catalogue import all_rules, select
    from policies.rule import Profile

    chosen = select(Profile(known(one, [each.value for each in Profile], "profile")) for one in profiles or ())
    if rules:
        everything = {one.name: one for one in all_rules()}
        chosen = tuple(everything[known(name, [*everything], "rule")] for name in rules)
    return at_least(severity, chosen)


def at_least(severity: str | None, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Those of the rules that are as severe; all of them where no severity is named.

    Raises:
        UsageError: a severity that there is not.
    """
    if severity is None:
        return tuple(rules)
    worst = SEVERITIES[: SEVERITIES.index(known(severity, SEVERITIES, "severity")) + 1]
    return tuple(one for one in rules if one.severity in worst)


def known(name: str, allowed: Sequence[str], what: str) -> str:
    """The name, which must be one of the allowed.

    Raises:
        UsageError: it is not; names the nearest.
    """
    if name in allowed:
        return name
    close = difflib.get_close_matches(name, allowed, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"there are {', '.join(allowed[:20])}"
    raise UsageError(f"no {what} is named {name!r}; {hint}")
