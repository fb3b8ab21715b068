"""Markdown, for a comment on a pull request."""

from __future__ import annotations

from policies.reports.records import counts, message
from policies.verdict import Judged, Verdict

FINDINGS_MAX = 100
"""Rows of the table; a comment that nobody reads to its end helps nobody."""


def as_markdown(verdict: Verdict, subject: str) -> str:
    """The verdict as a heading, a sentence and a table; what blocks comes first."""
    summary = counts(verdict)
    told = ", ".join(f"{summary[key]} {key}" for key in ("blocking", "violations", "unknown", "errors", "waived"))
    lines = [f"### Policies: {subject}", "", f"{told}; {summary['rules']} rules on {summary['resources']} resources"]
    if verdict.findings:
        lines += ["", "| | rule | resource | what and where | fix |", "|---|---|---|---|---|"]
        ordered = sorted(verdict.findings, key=lambda one: not one.blocks)
        lines += [_row(one) for one in ordered[:FINDINGS_MAX]]
    if len(verdict.findings) > FINDINGS_MAX:
        lines.append(f"\n… and {len(verdict.findings) - FINDINGS_MAX} more")
    return "\n".join(lines)


def _row(one: Judged) -> str:
    mark = "waived" if one.waiver else one.rule.severity.value if one.counts else one.finding.outcome.value
    where = f"{message(one)} `{one.finding.path}`" if one.finding.path else message(one)
    cells = (f"**{mark}**" if one.blocks else mark, f"`{one.rule.name}`", f"`{one.finding.urn}`", where, one.rule.fix)
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
