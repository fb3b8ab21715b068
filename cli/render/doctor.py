"""What checks found: by what they are about, each with its outcome in a sign and a word, and what mends it."""

from __future__ import annotations

import json as codec
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from cli.render.console import console
from cli.render.watch import REDRAWN_PER_SECOND
from doctor import Check, Group, Outcome, Result

LOOKS = {
    Outcome.PASS: ("✓", "green"),
    Outcome.WARN: ("!", "yellow"),
    Outcome.FAIL: ("✗", "bold red"),
    Outcome.SKIPPED: ("\N{EN DASH}", "dim"),
}


@contextmanager
def watching(checks: Sequence[Check], stack: str | None, *, json: bool) -> Iterator[Callable[[Result], None]]:
    """Show how far the checks are, while they run: redrawn at a terminal, else one line on standard error."""
    screen = console(sys.stderr if json else sys.stdout)
    waiting = {id(check): check.name for check in checks}
    title = f"Checking {stack or 'this machine'}"

    def seen(result: Result) -> None:
        waiting.pop(id(result.check))

    def frame() -> RenderableType:
        done = len(checks) - len(waiting)
        names = ", ".join(waiting.values())
        told = Text(f"{title}: {done} of {len(checks)}; waiting for {names}", no_wrap=True, overflow="ellipsis")
        return Spinner("dots", told)

    if not screen.is_terminal or screen.is_dumb_terminal:
        console(sys.stderr).print(Text(title))
        yield seen
        return
    with Live(get_renderable=frame, console=screen, refresh_per_second=REDRAWN_PER_SECOND, transient=True):
        yield seen


def report(results: Sequence[Result], *, json: bool) -> None:
    """Tell what was found."""
    out = sys.stdout
    if json:
        print(codec.dumps([record(result) for result in results], indent=2), file=out)
        return
    screen = console(out)
    for line in lines(results):
        screen.print(line)


def record(result: Result) -> dict[str, Any]:
    """A result for programs."""
    return {
        "check": result.check.name,
        "group": result.check.group.value,
        "outcome": result.finding.outcome.value,
        "finding": result.finding.found,
        "mend": result.finding.mend or None,
        "seconds": round(result.duration_s, 3),
    }


def lines(results: Sequence[Result]) -> Iterator[Text]:
    """The report from top to bottom."""
    width = max((len(result.check.name) for result in results), default=0)
    for group in Group:
        of_group = [result for result in results if result.check.group is group]
        if of_group:
            yield Text(group.value, style="bold")
        for result in of_group:
            yield from _told(result, width)
    counts = Counter(result.finding.outcome for result in results)
    yield Text()
    yield Text(", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome), style="bold")


def _told(result: Result, width: int) -> Iterator[Text]:
    sign, style = LOOKS[result.finding.outcome]
    line = Text("  ").append(f"{sign} {result.finding.outcome.value:<7}", style=style)
    yield line.append(f"  {result.check.name:<{width}}  ").append(result.finding.found)
    for mend in result.finding.mend.splitlines():
        yield Text(" " * (width + 15)).append(f"→ {mend}", style="bold")
