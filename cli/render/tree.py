"""The tree that is redrawn while an operation runs: a line for each component, its active resources below it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from cli.render.console import duration
from cli.render.operations import FAILED, SAME, appearance, told
from cli.render.progress import Component, Phase, Progress, Resource, short_type

BAR_WIDTH = 24
NAME_WIDTH = 16
TYPE_WIDTH, RESOURCE_WIDTH = 34, 44
"""Columns of a resource's type and name where the screen is wide."""
AROUND_WIDTH = 34
"""Columns of a resource's line for its symbol, what is done to it, and since when."""
LINES_MIN = 5


def frame(progress: Progress, title: str, *, width: int, height: int, now: float) -> list[Text]:
    """The tree at a moment, never higher than the screen.

    Finished components are one line each, or one line together where the screen is short; the resources at work
    share what is left, the longest-running first.
    """
    components = progress.components()
    room = max(height, LINES_MIN) - 1
    lines = [_header(progress, title, now)]
    finished = [one for one in components if one.finished and not one.failed]
    if len(components) > room // 2 and finished:
        lines.append(_merged(finished))
        components = [one for one in components if one not in finished]
    shown, hidden = components[: room - len(lines)], len(components) - (room - len(lines))
    spare = room - len(lines) - len(shown)
    for component, share in zip(shown, _shares(shown, spare), strict=True):
        lines.append(_component(component, now))
        lines += _resources(component, share, width, now)
    if hidden > 0:
        lines[-1] = Text(f"   … and {hidden + 1} more components", style="dim")
    for line in lines:
        line.no_wrap = True
        line.truncate(width, overflow="ellipsis")
    return lines


def symbol_of(counts: Counter[str]) -> Text:
    """The symbol of a group: a failure's, its only operation's, else that of an update; nothing happening is `=`."""
    changing = {op for op in counts if op not in {"same", "read"}}
    changing = changing & {FAILED} or changing
    look = appearance(next(iter(changing))) if len(changing) == 1 else appearance("update") if changing else SAME
    return Text(f"{look.symbol:<2}", style=look.style)


def _header(progress: Progress, title: str, now: float) -> Text:
    line = Text(title, style="bold").append("  ")
    elapsed = duration(now - progress.begun)
    if not progress.resources:
        return line.append(f"reading the program  {elapsed}")
    if progress.plan is None:
        return line.append(f"{progress.done} done  {elapsed}")
    done, total = progress.done, progress.total
    filled = BAR_WIDTH * done // total if total else 0
    line.append("━" * filled, style="green").append("─" * (BAR_WIDTH - filled), style="dim")
    return line.append(f"  {done}/{total}  {elapsed}")


def _component(component: Component, now: float) -> Text:
    counts = component.counts
    line = Text(" ").append_text(symbol_of(counts)).append(f" {component.name:<{NAME_WIDTH}} ")
    if component.failed:
        return line.append(f"{len(component.failed)} failed", style="bold red")
    if component.finished:
        return line.append(f"{told(counts, planned=False)}  {duration(component.elapsed)}", style="dim")
    of = f"/{component.planned}" if component.planned else ""
    return line.append(f"{component.done}{of} done  {duration(now - component.resources[0].begun)}")


def _merged(finished: Sequence[Component]) -> Text:
    counts = sum((one.counts for one in finished), Counter[str]())
    line = Text(" ").append_text(symbol_of(counts))
    return line.append(f" {len(finished)} components finished: {told(counts, planned=False)}", style="dim")


def _shares(components: Sequence[Component], spare: int) -> list[int]:
    """How many resource lines each component gets: one in turn for each that still has something to show."""
    wanted = [len(one.failed) + len(one.active) for one in components]
    shares = [0] * len(components)
    while spare > 0 and any(share < want for share, want in zip(shares, wanted, strict=True)):
        for index, want in enumerate(wanted):
            if spare > 0 and shares[index] < want:
                shares[index] += 1
                spare -= 1
    return shares


def _resources(component: Component, share: int, width: int, now: float) -> list[Text]:
    resources = [*component.failed, *component.active]
    lines = [_resource(one, width, now) for one in resources[:share]]
    if 0 < share < len(resources):
        what = "more" if len(component.failed) >= share else "more at work"
        lines[-1] = Text(f"       … and {len(resources) - share + 1} {what}", style="dim")
    return lines


def _resource(resource: Resource, width: int, now: float) -> Text:
    look = appearance(resource.op)
    failed = resource.phase is Phase.FAILED
    room = max(width - AROUND_WIDTH, 0)
    of_type = min(TYPE_WIDTH, room * 9 // 20)
    line = Text("     ").append(f"{look.symbol:<2}", style=look.style)
    if resource.status:
        line.append(f" {_fitted(resource.name, min(RESOURCE_WIDTH, width // 4))}")
        line.append(f" {duration(now - resource.begun)}", style="dim")
        return line.append(f"  {resource.status}", style="yellow")
    whole = short_type(resource.type)
    line.append(f" {_fitted(whole if len(whole) <= of_type else whole.rpartition(':')[2], of_type)}")
    line.append(f" {_fitted(resource.name, min(RESOURCE_WIDTH, room - of_type))} ")
    line.append(f"{look.doing} failed" if failed else look.doing, style="bold red" if failed else look.style)
    return line.append(f"  {duration((resource.ended if failed else now) - resource.begun)}", style="dim")


def _fitted(text: str, width: int) -> str:
    """A text in so many columns; of one that is longer, the end, which tells more than what it shares with others."""
    return f"{text:<{width}}" if len(text) <= width else f"…{text[len(text) - width + 1 :]}"
