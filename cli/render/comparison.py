"""How two environments differ: a table for people, Markdown for a pull request, JSON for programs."""

from __future__ import annotations

import itertools
import json as codec
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.render.console import console
from cli.render.progress import short_type

if TYPE_CHECKING:
    from cli.differences.comparison import Comparison
    from cli.differences.resources import Key
    from cli.differences.settings import SettingDifference

WEAKER = "weaker"


def show_comparison(comparison: Comparison, form: str, *, details: bool) -> None:
    """Print a comparison as text, markdown or json; only `details` and JSON name each resource."""
    if form == "json":
        sys.stdout.write(codec.dumps(comparison_json(comparison), indent=2) + "\n")
    elif form == "markdown":
        sys.stdout.write("\n".join(markdown_lines(comparison)) + "\n")
    else:
        out = console(sys.stdout)
        for part in comparison_parts(comparison, details=details):
            out.print(part)


def comparison_json(comparison: Comparison) -> dict[str, Any]:
    """A comparison for programs."""
    resources, names = comparison.resources, (comparison.first, comparison.second)
    return {
        "first": comparison.first,
        "second": comparison.second,
        "weaker": comparison.weaker,
        "settings": [
            {
                "component": one.component,
                "setting": one.name,
                "values": dict(zip(names, (one.first, one.second), strict=True)),
                "why": dict(zip(names, one.why, strict=True)),
                "weaker": one.weaker,
            }
            for one in comparison.settings
        ],
        "resources": {
            "only": {name: [_key(key) for key in keys] for name, keys in zip(names, resources.only, strict=True)},
            "changed": [{**_key(key), "properties": list(paths)} for key, paths in resources.changed.items()],
        },
        "rules": [
            {"rule": rule, "severity": severity, "resource": label, "path": path}
            for rule, severity, label, path in resources.weaker
        ],
    }


def comparison_parts(comparison: Comparison, *, details: bool) -> list[RenderableType]:
    """The comparison from top to bottom: settings by component, resources, rules, one sentence."""
    first, second = comparison.first, comparison.second
    parts: list[RenderableType] = []
    for component, group in itertools.groupby(comparison.settings, key=lambda one: one.component):
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), title=component, title_justify="left")
        table.title_style = "bold"
        for title in ("", first, second, ""):
            table.add_column(title, overflow="fold")
        for one in group:
            style = "bold red" if one.weaker else ""
            mark = f"{WEAKER}  " if one.weaker else ""
            table.add_row(one.name, told(one.first), told(one.second), f"{mark}{_why(one, first, second)}", style=style)
        parts += [table, Text()]
    parts += [Text(line) for line in _resource_lines(comparison, details=details)]
    parts += [Text(f"{WEAKER}  {line}", "bold red") for line in _rule_lines(comparison)]
    return [*parts, _headline(comparison)]


def markdown_lines(comparison: Comparison) -> Iterator[str]:
    """The comparison as Markdown."""
    first, second = comparison.first, comparison.second
    yield f"## {first} and {second}"
    yield ""
    yield _headline(comparison).plain
    for component, group in itertools.groupby(comparison.settings, key=lambda one: one.component):
        yield from ("", f"### {component}", "", f"| setting | {first} | {second} | |", "|---|---|---|---|")
        for one in group:
            mark = f"**{WEAKER}** " if one.weaker else ""
            cells = (one.name, told(one.first), told(one.second), f"{mark}{_why(one, first, second)}")
            yield f"| {' | '.join(map(_cell, cells))} |"
    lines = [*_resource_lines(comparison, details=False)]
    if lines:
        yield from ("", "### resources", "", *(f"- {_cell(line)}" for line in lines))
    if comparison.resources.weaker:
        yield from ("", f"### rules that {second} breaks and {first} does not", "")
        yield from (f"- {_cell(line)}" for line in _rule_lines(comparison))


def told(value: Any) -> str:
    """A setting's value: `yes`, `a, b`, `-` for none."""
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(told, value)) or "none"
    return codec.dumps(value) if isinstance(value, Mapping) else str(value)


def _why(one: SettingDifference, first: str, second: str) -> str:
    if one.why[0] == one.why[1]:
        return one.why[0]
    return "; ".join(f"{name}: {why}" for name, why in zip((first, second), one.why, strict=True) if why)


def _rule_lines(comparison: Comparison) -> Iterator[str]:
    """What the second breaks and the first does not, a line for each rule: its severity, its name, where."""
    groups: dict[tuple[str, str], dict[str, None]] = {}
    for rule, severity, label, _ in comparison.resources.weaker:
        groups.setdefault((severity, rule), {})[label.rpartition("::")[2]] = None
    for (severity, rule), names in groups.items():
        yield f"{severity}  {rule}  {', '.join(names)}"


def _resource_lines(comparison: Comparison, *, details: bool) -> Iterator[str]:
    resources = comparison.resources
    sides = zip((comparison.first, comparison.second), resources.only, strict=True)
    for name, keys in sides:
        yield from _counted(f"only in {name}", keys, details=details)
    yield from _counted("made otherwise", resources.changed, details=details, paths=resources.changed)


def _counted(
    what: str, keys: Iterable[Key], *, details: bool, paths: Mapping[Key, Sequence[str]] | None = None
) -> Iterator[str]:
    listed = sorted(keys)
    if not listed:
        return
    counts = Counter(component for component, _, _ in listed)
    yield f"{what}: {len(listed)} resources; " + ", ".join(f"{name} {count}" for name, count in counts.items())
    for component, type_, name in listed if details else ():
        more = f"  {', '.join(paths[component, type_, name])}" if paths else ""
        yield f"  {component}  {short_type(type_)} {name}{more}"


def _key(key: Key) -> dict[str, str]:
    component, type_, name = key
    return {"component": component, "type": type_, "name": name}


def _headline(comparison: Comparison) -> Text:
    first, second = comparison.first, comparison.second
    count = len(comparison.settings)
    if not count and not any(comparison.resources.only) and not comparison.resources.changed:
        return Text(f"{first} and {second} are the same but for their names", "bold green")
    if comparison.weaker:
        places = "1 place" if comparison.weaker == 1 else f"{comparison.weaker} places"
        return Text(f"{second} is weaker than {first} in {places}; {count} settings differ", "bold red")
    return Text(f"{second} is nowhere weaker than {first}; {count} settings differ", "bold green")


def _cell(text: str) -> str:
    """Text that cannot end a cell, or begin something else in Markdown."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")
