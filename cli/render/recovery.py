"""What a crash has left behind, on one page and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.finding import Outcome


def recovery_lines(stack: str, outcomes: Sequence[Outcome], *, apply: bool) -> list[str]:
    """Each finding: what it is about, what was found, what would be done or was."""
    lines: list[str] = []
    for outcome in outcomes:
        finding = outcome.finding
        lines += [f"{finding.kind}  {finding.subject}", f"  found    {finding.found}"]
        if outcome.done:
            lines.append(f"  done     {outcome.done}")
        elif apply:
            lines.append(f"  remains  {outcome.remains}")
        else:
            lines.append(f"  {'--apply' if finding.mend else 'to do  '}  {finding.remedy}")
        if finding.final and not outcome.done:
            lines.append("  the rest is looked at once this is mended")
        lines.append("")
    return [*lines, _summary(stack, outcomes, apply=apply)]


def recovery_record(stack: str, outcomes: Sequence[Outcome], *, apply: bool) -> dict[str, Any]:
    """The same as JSON."""
    findings = [
        {
            "kind": outcome.finding.kind,
            "subject": outcome.finding.subject,
            "found": outcome.finding.found,
            "remedy": outcome.finding.remedy,
            "mendable": outcome.finding.mend is not None,
            "done": outcome.done or None,
            "remains": outcome.remains or None,
        }
        for outcome in outcomes
    ]
    return {"stack": stack, "applied": apply, "findings": findings}


def _summary(stack: str, outcomes: Sequence[Outcome], *, apply: bool) -> str:
    if not outcomes:
        return f"{stack}: nothing was left behind"
    if not apply:
        mendable = any(outcome.finding.mend for outcome in outcomes)
        command = f"`strata recover {stack} --sandbox --apply`"
        what = f"{command} mends what can be mended" if mendable else "only a person can mend it"
        return f"{stack}: {len(outcomes)} found, nothing changed; {what}"
    done = sum(bool(outcome.done) for outcome in outcomes)
    remain = len(outcomes) - done
    return f"{stack}: {done} mended" + (f", {remain} not" if remain else "")
