"""What an operation would do, or has done: components, and the resources that change."""

from __future__ import annotations

from rich.text import Text

from cli.render.diff import property_changes, property_lines
from cli.render.operations import appearance, counted_as, told
from cli.render.progress import Component, Phase, Progress, Resource, changed, short_type
from cli.render.tree import NAME_WIDTH, symbol_of

LISTED_MAX = 12
"""Resources that are listed of a component, unless every property is wanted."""

WHOLE = {"create", "delete"}
"""A component all of whose resources undergo one of these is told in one line."""


def plan_lines(progress: Progress, *, properties: bool = False, planned: bool = True) -> list[Text]:
    """A line for each component, and below it the resources that change, unless it comes or goes as a whole.

    Args:
        progress: of the preview, or of the operation itself.
        properties: list every resource that changes, with each changed property.
        planned: say what will happen; otherwise what happened.
    """
    lines: list[Text] = []
    for component in progress.components():
        counts = component.counts
        line = Text(" ").append_text(symbol_of(counts))
        lines.append(line.append(f" {component.name:<{NAME_WIDTH}} {told(counts, planned=planned)}"))
        if properties or not _whole(component):
            resources = changed(component.resources)
            for resource in resources if properties else resources[:LISTED_MAX]:
                lines.append(_resource(resource, properties=properties))
                lines += property_lines(resource.metadata, indent=" " * 8) if properties else []
            if not properties and len(resources) > LISTED_MAX:
                lines.append(Text(f"       … and {len(resources) - LISTED_MAX} more; --diff lists all", style="dim"))
    return [*lines, Text(), Text(f" {_total(progress, planned=planned)}", style="bold")]


def _whole(component: Component) -> bool:
    """Whether the component itself comes or goes; what a refresh found gone, or a target names, is only a part."""
    counts = component.counts
    return len(counts) == 1 and set(counts) <= WHOLE and any(one.is_component for one in component.resources)


def _resource(resource: Resource, *, properties: bool) -> Text:
    look = appearance(counted_as(resource.op))
    line = Text("     ").append(f"{look.symbol:<2}", style=look.style)
    line.append(f" {short_type(resource.type)} {resource.name}{' [retained]' if resource.is_retained else ''}")
    if resource.phase is Phase.FAILED:
        return line.append("  failed", style="bold red")
    if not properties and resource.metadata.get("old") and resource.metadata.get("new"):
        names = dict.fromkeys(change.path for change in property_changes(resource.metadata))
        line.append(f"  {', '.join(names)}", style="dim")
    return line


def _total(progress: Progress, *, planned: bool) -> str:
    counts = progress.counts
    if planned and not set(counts) - {"same", "read"}:
        return f"nothing to change ({told(counts, planned=True)})" if counts else "nothing to change"
    return told(counts, planned=planned)
