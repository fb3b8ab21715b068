"""What a policy check found, for people and for programs."""

from __future__ import annotations

import itertools
import json as codec
import sys
from collections.abc import Callable, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.command_name import command_name
from cli.render.console import console
from policies.reports.evidence import Evidence
from policies.reports.html import as_html
from policies.reports.junit import as_junit
from policies.reports.markdown import as_markdown
from policies.reports.records import as_json, counts, message
from policies.reports.sarif import as_sarif
from policies.verdict import Judged, Verdict

_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}
PLACES_MAX = 10
"""Places of one rule that are shown; `--format json` tells all."""


def show_evidence(evidence: Evidence, form: str) -> None:
    """Print what came of a check: `text`, or one of the formats for programs and browsers."""
    verdict, subject = evidence.verdict, evidence.subject
    formats: dict[str, Callable[[], str]] = {
        "json": lambda: as_json(verdict, subject),
        "junit": lambda: as_junit(verdict, subject),
        "sarif": lambda: as_sarif(verdict, subject),
        "markdown": lambda: as_markdown(verdict, subject),
        "html": lambda: as_html(evidence),
    }
    if form in formats:
        sys.stdout.write(formats[form]().rstrip("\n") + "\n")
        return
    out = console(sys.stdout)
    for part in verdict_parts(verdict, subject):
        out.print(part)


def show_enforcement(verdict: Verdict, new: Sequence[Judged], stack: str, *, json: bool) -> None:
    """Print what a plan, or a deployment, has to do with the policies: each violation, and how much else there is.

    Args:
        new: the violations that were not told yet.
        json: as events of the official engine's shape, one a line.
    """
    if json:
        for one in new:
            sys.stdout.write(codec.dumps({"policyEvent": policy_event(one)}, separators=(",", ":")) + "\n")
        return
    out = console(sys.stdout)
    for _, group in itertools.groupby(new, key=lambda one: one.rule.name):
        for part in _rule_parts(list(group)):
            out.print(part)
    told = counts(verdict)
    parts = [
        f"{_number(told['violations'], 'violation')}, {told['blocking']} blocking"
        if verdict.violations
        else "no violation"
    ]
    parts += [f"{_number(told['unknown'], 'finding')} cannot be known yet" if told["unknown"] else ""]
    parts += [f"{told[key]} {key}" for key in ("errors", "waived") if told[key]]
    style = "bold red" if verdict.blocking else "yellow" if verdict.violations else "green"
    out.print(Text(f"policies: {', '.join(filter(None, parts))}; {told['rules']} rules", style))
    if told["violations"] or told["unknown"]:
        out.print(Text(f"  all of it  {command_name()} policy check {stack}"))


def policy_event(one: Judged) -> dict[str, str]:
    """A violation as the official engine's events tell it."""
    return {
        "resourceUrn": one.finding.urn,
        "message": message(one),
        "policyName": one.rule.name,
        "policyPackName": "strata",
        "enforcementLevel": one.level.value,
        "severity": one.rule.severity.value,
    }


def verdict_parts(verdict: Verdict, subject: str) -> list[RenderableType]:
    """Each rule that found something, worst first, with its places; then a sentence that says it all."""
    parts: list[RenderableType] = []
    for _, group in itertools.groupby(verdict.findings, key=lambda one: one.rule.name):
        parts += _rule_parts(list(group))
    return [*parts, _headline(verdict, subject)]


def _rule_parts(found: list[Judged]) -> list[RenderableType]:
    rule = found[0].rule
    heading = Text(rule.severity.value, _STYLES[rule.severity])
    heading.append(f"  {rule.name}", "bold").append(f"  {rule.title}", "default")
    places = [_place(one) for one in found[:PLACES_MAX]]
    if len(found) > PLACES_MAX:
        places.append(Text(f"… and {len(found) - PLACES_MAX} more"))
    indented = [*places, Text(f"fix: {rule.fix}", "dim")]
    return [heading, *(Padding(line, (0, 0, 0, 4), expand=False) for line in indented), Text()]


def _place(one: Judged) -> Text:
    text = Text(one.finding.urn).append(f"  {one.finding.path}" if one.finding.path else "", "bold")
    if one.finding.detail:
        text.append(f"  {one.finding.detail}")
    if one.waiver is not None:
        text.append(f"  waived until {one.waiver.expires}: {one.waiver.reason} ({one.waiver.ticket})", "dim")
    elif one.finding.outcome != "violated":
        text.append("  cannot be known yet" if one.finding.outcome == "unknown" else "  the rule failed", "yellow")
    return text


def _headline(verdict: Verdict, subject: str) -> Text:
    told = counts(verdict)
    looked = f"{told['rules']} rules on {told['resources']} resources"
    rest = ", ".join(f"{told[key]} {key}" for key in ("unknown", "errors", "waived") if told[key])
    if not verdict.violations:
        return Text(f"{subject}: nothing is wrong; {looked}{f'; {rest}' if rest else ''}", "bold green")
    found = _number(told["violations"], "violation")
    return Text(f"{subject}: {found}; {looked}{f'; {rest}' if rest else ''}", "bold red")


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
