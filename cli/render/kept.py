"""What a destroy leaves, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from rich.text import Text

from cli.kept import Why
from cli.render.progress import short_type
from engine import urn as urns

NAMES_MAX = 6
"""Names that are told of a type."""


def kept_lines(reasons: Mapping[str, Why]) -> list[Text]:
    """A line for each reason, and below it one for each type of resource.

    Args:
        reasons: why each resource stays, by URN. Components and providers go without saying.
    """
    names: dict[Why, dict[str, list[str]]] = {why: defaultdict(list) for why in Why}
    for urn, why in sorted(reasons.items()):
        parsed = urns.parse(urn)
        if "/" in parsed.type:
            names[why][short_type(parsed.type)].append(parsed.name)
    lines = []
    for why, types in names.items():
        if types:
            count = sum(map(len, types.values()))
            lines.append(Text(f" {count} stay: what {why.value}", style="bold"))
            lines += [_type(type_, sorted(found)) for type_, found in sorted(types.items())]
    return [*lines, Text()]


def _type(type_: str, names: list[str]) -> Text:
    listed = ", ".join(names[:NAMES_MAX]) + (f" … and {len(names) - NAMES_MAX} more" if len(names) > NAMES_MAX else "")
    return Text(f"     {type_:<34} ").append(listed, style="dim")
