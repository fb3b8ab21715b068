"""Adds to a list in a YAML text. Nothing else changes, to the byte: ruamel.yaml tells where what stands.

What is written by hand keeps its comments, order, quotes and blanks because it is not written again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from scaffold.emission import as_block, as_flow
from scaffold.errors import DocumentError

_STEP: Final = 2
"""Blanks by which something new is indented."""
_NULL: Final = "tag:yaml.org,2002:null"


@dataclass(frozen=True, slots=True)
class Added:
    """A text to which something was added.

    Attributes:
        text: all of it.
        line: where what was added begins, counted from 1.
    """

    text: str
    line: int


def add(text: str, path: Sequence[str], item: Any, default: Sequence[Any] = ()) -> Added:
    """Add to the list at a path of keys, making what is missing of it.

    Args:
        text: a YAML document.
        path: the keys that lead to the list.
        item: what is added: text, or a mapping with a name.
        default: what the list holds where it is not written: as soon as it is, it has to say all.

    Raises:
        DocumentError: the text is not YAML, or has something else there; says where.
    """
    root = _composed(text)
    before = _read(text)
    if not isinstance(root, MappingNode) or not root.value:
        raise DocumentError("line 1: must be a mapping of keys to values")
    added = _Editor(text).into(None, root, [*path], item, default)
    new = [item] if find(text, path) else [*default, item]
    if _read(added.text) != _expected(before, path, _read(as_flow(new))):
        raise DocumentError(f"line {added.line}: cannot be added to as it is written; write {'.'.join(path)} as a list")
    lines = find(added.text, path) or {}
    return Added(added.text, lines.get(str(item["name"] if isinstance(item, dict) else item), added.line))


def find(text: str, path: Sequence[str]) -> dict[str, int] | None:
    """The names in the list at a path, of each the line it stands in; None if there is no such list.

    Raises:
        DocumentError: the text is not YAML.
    """
    node: Node | None = _composed(text)
    for key in path:
        entry = _entry(node, key) if isinstance(node, MappingNode) else None
        node = entry[1] if entry else None
    if not isinstance(node, SequenceNode):
        return None
    named = [_entry(one, "name") if isinstance(one, MappingNode) else (one, one) for one in node.value]
    return {str(entry[1].value): entry[1].start_mark.line + 1 for entry in named if entry}


class _Editor:
    """Finds the place, and puts the new text there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def into(
        self, key: Node | None, node: Node, path: list[str], item: Any, default: Sequence[Any], *, inside: bool = False
    ) -> Added:
        """Add below a node, to which a key leads; `inside`: what it stands in is written in brackets."""
        if key is not None and node.start_mark.index < key.start_mark.index:
            raise DocumentError(f"line {key.start_mark.line + 1}: is an alias of another place; write it out first")
        if node.tag == _NULL or (not node.value and not isinstance(node, ScalarNode)):
            assert key is not None  # the document itself is no empty mapping  # noqa: S101
            return self._fill(key, node, _nested(path, [*default, item]), flow=inside)
        flow = inside or bool(getattr(node, "flow_style", False))
        if not path:
            return self._append(node, item, flow=flow)
        if not isinstance(node, MappingNode):
            kind = "a list" if isinstance(node, SequenceNode) else "text"
            raise DocumentError(f"line {node.start_mark.line + 1}: must be a mapping of settings, got {kind}")
        entry = _entry(node, path[0])
        if entry is not None:
            return self.into(entry[0], entry[1], path[1:], item, default, inside=flow)
        return self._put(node, _nested(path, [*default, item]), flow=flow)

    def _append(self, node: Node, item: Any, *, flow: bool) -> Added:
        if not isinstance(node, SequenceNode):
            raise DocumentError(f"line {node.start_mark.line + 1}: must be a list")
        if flow:
            return self._insert(self._end(node.value[-1], node), f", {as_flow(item)}")
        return self._lines(self._end(node), node.start_mark.column, as_block([item]), deeper=1)

    def _put(self, node: MappingNode, value: dict[str, Any], *, flow: bool) -> Added:
        if flow:
            return self._insert(self._end(*reversed(node.value[-1])), f", {as_flow(value)[1:-1]}")
        return self._lines(self._end(node), node.start_mark.column, as_block(value), deeper=0)

    def _fill(self, key: Node, node: Node, value: Any, *, flow: bool) -> Added:
        """Put a value in the place of nothing, of an empty list or of an empty mapping."""
        kept = self.text[: self._colon(key) if _is_blank(node) else node.start_mark.index].rstrip(" ")
        rest = self.text[len(kept) if _is_blank(node) else node.end_mark.index :]
        if flow:
            return Added(f"{kept} {as_flow(value)}{rest}", self._line(len(kept)))
        self.text = kept + rest
        return self._lines(len(kept), key.start_mark.column + _STEP, as_block(value), deeper=0)

    def _lines(self, end: int, column: int, block: list[str], *, deeper: int) -> Added:
        """Insert lines after the one in which something ends, and after the comments that belong to it."""
        place = end if self.text[end - 1 : end] == "\n" else self._next_line(end)
        while place < len(self.text):
            following = self.text[place : self._next_line(place)]
            stripped = following.lstrip(" ")
            if not stripped.startswith("#") or len(following) - len(stripped) < column + deeper:
                break
            place = self._next_line(place)
        lines = [f"{' ' * column}{line}{self.newline}" for line in block]
        return self._insert(place, "".join(lines))

    def _insert(self, place: int, new: str) -> Added:
        if place == len(self.text) and new.endswith(self.newline) and not self.text.endswith("\n"):
            new = self.newline + new.removesuffix(self.newline)
            return Added(self.text + new, self._line(place) + 1)
        return Added(self.text[:place] + new + self.text[place:], self._line(place))

    def _line(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1

    def _next_line(self, place: int) -> int:
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found + 1

    def _colon(self, key: Node) -> int:
        """The place behind the colon of a key."""
        return self.text.find(":", key.end_mark.index) + 1

    def _end(self, node: Node, before: Node | None = None) -> int:
        """Where the last character of a node stands, comments after it left out."""
        if before is not None and node.start_mark.index < before.start_mark.index:  # an alias: its mark is elsewhere
            return len(self.text[: self._next_line(before.end_mark.index)].rstrip("\r\n"))
        if not isinstance(node, MappingNode | SequenceNode) or node.flow_style:
            return self._colon(before) if before is not None and _is_blank(node) else int(node.end_mark.index)
        last = node.value[-1]
        return self._end(last[1], last[0]) if isinstance(last, tuple) else self._end(last)


def _is_blank(node: Node) -> bool:
    """Whether nothing is written: its marks are those of what comes next."""
    return bool(node.start_mark.index == node.end_mark.index)


def _composed(text: str) -> Node | None:
    """The document's nodes, which know where they stand.

    Raises:
        DocumentError: it is no YAML; says where.
    """
    try:
        node: Node | None = YAML().compose(text)
    except (YAMLError, RecursionError) as error:
        raise _told(error) from error
    return node


def _read(text: str) -> Any:
    """The document's content, every value as the text it is written as."""
    try:
        return YAML(typ="base", pure=True).load(text)
    except (YAMLError, RecursionError) as error:
        raise _told(error) from error


def _told(error: Exception) -> DocumentError:
    """Where a text is no YAML, and why."""
    if isinstance(error, MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        why = str(error.problem or error.context).splitlines()[0]
        return DocumentError(f"line {mark.line + 1}, column {mark.column + 1}: {why}")
    return DocumentError(f"is not YAML: {str(error).splitlines()[0]}")


def _expected(before: Any, path: Sequence[str], items: Sequence[Any]) -> Any:
    """What the document has to hold afterwards."""
    if not path:
        return [*(before if isinstance(before, list) else []), *items]
    mapping = before if isinstance(before, dict) else {}
    return {**mapping, path[0]: _expected(mapping.get(path[0]), path[1:], items)}


def _entry(mapping: MappingNode, key: str) -> tuple[Node, Node] | None:
    return next(((name, value) for name, value in mapping.value if name.value == key), None)


def _nested(path: Sequence[str], value: Any) -> Any:
    """`{a: {b: value}}` for the path a, b."""
    for key in reversed(path):
        value = {key: value}
    return value
