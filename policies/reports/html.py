"""The evidence as one page for people: it needs no network, prints well, and is light or dark as the screen is."""

from __future__ import annotations

import itertools
from collections import Counter
from html import escape
from pathlib import Path
from typing import Final

from policies.reports.evidence import ControlEvidence, Evidence, Status
from policies.reports.records import counts
from policies.verdict import Judged

_STYLE: Final = Path(__file__).with_name("report.css")


def as_html(evidence: Evidence) -> str:
    """The page."""
    title = f"Policies: {evidence.subject}"
    parts = [_summary(evidence), _findings(evidence), _waivers(evidence), _standards(evidence), _rules(evidence)]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{''.join(parts)}</main></body></html>\n"
    )


def _summary(evidence: Evidence) -> str:
    told = counts(evidence.verdict)
    good = not told["violations"]
    later = f"; {told['unknown']} findings cannot be known before it is deployed" if told["unknown"] else ""
    state = "No violation" if good else f"{told['violations']} violations, {told['blocking']} of them blocking"
    tiles = "".join(f"<div><b>{number}</b><span>{escape(name)}</span></div>" for name, number in told.items())
    moment = evidence.moment.isoformat(timespec="seconds")
    return (
        f'<p class="state {"good" if good else "bad"}">{state}{later}</p><div class="tiles">{tiles}</div>'
        f'<p class="about">Checked on <time>{escape(moment)}</time>, at <code>{escape(evidence.commit)}</code>.</p>'
    )


def _findings(evidence: Evidence) -> str:
    groups = itertools.groupby(evidence.verdict.findings, key=lambda one: one.rule.name)
    sections = "".join(_rule_findings(list(group)) for _, group in groups)
    return f"<h2>Findings</h2>{sections or '<p>None.</p>'}"


def _rule_findings(found: list[Judged]) -> str:
    rule = found[0].rule
    tally = Counter(_mark(one) for one in found)
    told = ", ".join(f"{number} {mark}" for mark, number in tally.items())
    places = "".join(f"<li>{_place(one)}</li>" for one in found)
    opened = " open" if any(one.counts and one.waiver is None for one in found) else ""
    return (
        f'<details{opened}><summary><span class="mark {rule.severity.value}">{rule.severity.value}</span> '
        f"<code>{escape(rule.name)}</code> {escape(rule.title)}<small>{told}</small></summary>"
        f"<p>{escape(_sentence(rule.why))}</p><p><b>Fix:</b> {escape(rule.fix)}</p><ul>{places}</ul></details>"
    )


def _place(one: Judged) -> str:
    path = f" <b><code>{escape(one.finding.path)}</code></b>" if one.finding.path else ""
    detail = f" {escape(one.finding.detail)}" if one.finding.detail else ""
    mark = _mark(one)
    return f'<code>{_breakable(one.finding.urn)}</code>{path}{detail} <span class="mark {mark}">{mark}</span>'


def _mark(one: Judged) -> str:
    return "waived" if one.waiver is not None else one.finding.outcome.value


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _waivers(evidence: Evidence) -> str:
    used = {one.waiver: one for one in evidence.verdict.findings if one.waiver is not None}
    if not used:
        return "<h2>Waivers</h2><p>None is in use.</p>"
    rows = "".join(
        f"<tr><td><code>{escape(waiver.rule)}</code><td>{_breakable(waiver.scope)}<td>{escape(waiver.reason)}"
        f"<td>{escape(waiver.owner)}<td>{escape(waiver.ticket)}<td>{waiver.expires.isoformat()}</tr>"
        for waiver in used
    )
    head = "<tr><th>rule<th>for<th>reason<th>owner<th>ticket<th>until</tr>"
    return f'<h2>Waivers</h2><div class="wide"><table>{head}{rows}</table></div>'


def _standards(evidence: Evidence) -> str:
    sections = "".join(_standard(title, controls) for title, controls in evidence.standards.items())
    return f"<h2>Controls</h2>{sections}"


def _standard(title: str, controls: tuple[ControlEvidence, ...]) -> str:
    tally = {status: sum(one.status is status for one in controls) for status in Status}
    told = ", ".join(f"{number} {status.value}" for status, number in tally.items() if number)
    rows = "".join(_control(one) for one in controls)
    head = "<tr><th>control<th>status<th>resources<th>rules</tr>"
    opened = " open" if tally[Status.VIOLATED] or tally[Status.ERROR] else ""
    return (
        f"<details{opened}><summary>{escape(title)}<small>{escape(told)}</small></summary>"
        f'<div class="wide"><table>{head}{rows}</table></div></details>'
    )


def _control(one: ControlEvidence) -> str:
    rules = ", ".join(f"<code>{escape(name)}</code>" for name in one.rules) or "-"
    mark = one.status.value.replace(" ", "-")
    return (
        f'<tr><td>{escape(one.control)}<td><span class="mark {mark}">{one.status.value}</span>'
        f"<td>{one.checked}<td>{rules}</tr>"
    )


def _rules(evidence: Evidence) -> str:
    rows = ""
    for rule in evidence.rules:
        urns = evidence.verdict.checked.get(rule.name, [])
        listed = "".join(f"<li><code>{_breakable(urn)}</code></li>" for urn in urns)
        rows += (
            f"<details><summary><code>{escape(rule.name)}</code> {escape(rule.title)}"
            f"<small>{len(urns)} resources</small></summary><p>{escape(_sentence(rule.why))}</p>"
            f"<ul>{listed}</ul></details>"
        )
    return f"<h2>Rules, and what they looked at</h2>{rows}"


def _breakable(text: str) -> str:
    """An URN that may be broken between its parts."""
    return escape(text).replace("::", "::<wbr>").replace("$", "$<wbr>")
