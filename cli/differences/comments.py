"""What a YAML file says about its own settings: the comment above or behind each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

Path_ = tuple[str, ...]
_COMMENT = re.compile(r"\s*#\s?(.*)")


def comments(file: Path) -> dict[Path_, str]:
    """The comments in a file, by the path of what they are about; entries of lists go by their name.

    Nothing of a file that is no YAML.
    """
    try:
        text = file.read_text(encoding="utf-8")
        root = yaml.compose(text, yaml.SafeLoader)
    except (OSError, ValueError, yaml.YAMLError):
        return {}
    lines = text.splitlines()
    return {path: said for path, key, value in _nodes(root, ()) if (said := _said(lines, key, value))} if root else {}


def _nodes(node: yaml.Node, path: Path_) -> Iterator[tuple[Path_, yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                yield (*path, key.value), key, value
                yield from _nodes(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, entry in enumerate(node.value):
            inner = (*path, _name(entry) or str(index))
            yield inner, entry, entry
            yield from _nodes(entry, inner)


def _name(entry: yaml.Node) -> str:
    members = entry.value if isinstance(entry, yaml.MappingNode) else ()
    return next(
        (value.value for key, value in members if key.value == "name" and isinstance(value, yaml.ScalarNode)), ""
    )


def _said(lines: list[str], key: yaml.Node, value: yaml.Node) -> str:
    above: list[str] = []
    number = key.start_mark.line - 1
    while number >= 0 and (found := _COMMENT.fullmatch(lines[number])):
        above.insert(0, found[1])
        number -= 1
    behind = []
    if isinstance(value, yaml.ScalarNode) and value.end_mark.line < len(lines):
        rest = _COMMENT.fullmatch(lines[value.end_mark.line][value.end_mark.column :])
        behind = [rest[1]] if rest else []
    return " ".join([*above, *behind]).strip()
