"""The `config:` section of `Pulumi.yaml`: which keys a stack may set, and of what type.

Rules: the official CLI's `workspace.Project`. A key without a namespace, or with the project's, is declared with a
type, a default or both; a key of another namespace can only be given a value for all stacks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine.errors import suggest
from engine.yaml_file import describe

TYPES: Final = ("array", "boolean", "integer", "object", "string")
_FIELDS: Final = ("default", "description", "items", "secret", "type", "value")
ABSENT: Final = object()
"""Stands for a default or a value that is not given; None would be YAML's null."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What `Pulumi.yaml` says of a configuration key.

    Attributes:
        key: `<namespace>:<name>`.
        type: array, boolean, integer, object, string or, in an array of arrays, a type with brackets; empty if any
            value will do.
        description: for people.
        default: what stacks that do not set the key get, or `ABSENT`.
        secret: whether a stack must store it encrypted.
        own: whether it is of the project's namespace.
    """

    key: str
    type: str = ""
    description: str = ""
    default: Any = ABSENT
    secret: bool = False
    own: bool = True

    @property
    def required(self) -> bool:
        """Whether every stack must set the key."""
        return self.own and self.default is ABSENT

    @property
    def fills(self) -> bool:
        """Whether stacks that do not set the key get a value all the same."""
        return self.default is not ABSENT


def declare(project: str, section: Any) -> tuple[dict[str, Declaration], list[str]]:
    """Read the section.

    Returns:
        The declarations by key, and every mistake, a line each, without the file's name.
    """
    if section is None:
        return {}, []
    if isinstance(section, str):
        return {}, ["config: is text, which once named the folder of the stack files; name it under stackConfigDir"]
    if not isinstance(section, dict):
        return {}, [f"config: must be a mapping of keys to declarations, got {describe(section)}"]
    declarations: dict[str, Declaration] = {}
    mistakes: list[str] = []
    for name, content in section.items():
        key = qualify(project, name)
        fields = content if isinstance(content, dict) else _shorthand(key, project, content)
        found = [f"config: {name}: {mistake}" for mistake in _mistakes(key, project, fields)]
        if key is None or found:
            mistakes += found
        elif key in declarations:
            mistakes.append(f"config: {name}: is declared already, with the namespace or without")
        else:
            declarations[key] = _declaration(key, project, fields)
    return declarations, mistakes


def qualify(project: str, name: str) -> str | None:
    """`<namespace>:<name>` of a key as written in a file; None if it cannot be one."""
    parts = name.split(":")
    if len(parts) == 3 and parts[1] == "config":  # an old way to write it, which the official CLI still takes
        del parts[1]
    if len(parts) == 1:
        parts.insert(0, project)
    return ":".join(parts) if len(parts) == 2 and all(parts) else None


def matches(type_: str, value: Any) -> bool:
    """Whether a value is of a type; text that reads as an integer or a boolean is one, as for the official CLI."""
    if type_.startswith("array<"):
        return isinstance(value, list) and all(matches(type_[6:-1], element) for element in value)
    match type_:
        case "string":
            return isinstance(value, str)
        case "integer":
            if isinstance(value, str):
                return re.fullmatch(r"[-+]?[0-9]{1,19}", value, re.ASCII) is not None
            return not isinstance(value, bool) and isinstance(value, int | float) and float(value).is_integer()
        case "boolean":
            return isinstance(value, bool) or value in ("true", "false")
        case "object":
            return isinstance(value, dict)
        case _:
            return True


def _shorthand(key: str | None, project: str, content: Any) -> dict[str, Any]:
    """A plain value instead of a declaration: the default of one's own key, the value of another's."""
    if content is None:
        return {}
    return {"default" if key is None or key.startswith(f"{project}:") else "value": content}


def _mistakes(key: str | None, project: str, fields: Mapping[str, Any]) -> Iterator[str]:
    if key is None:
        yield "is not a key; write <name>, or <namespace>:<name>"
        return
    if not fields:
        yield "declares nothing; give a type, a default or a value"
    for name in fields.keys() - set(_FIELDS):
        yield f"{name}: unknown; {suggest(name, _FIELDS)}"
    for name, kind in (("description", str), ("secret", bool)):
        if name in fields and not isinstance(fields[name], kind):
            yield f"{name}: must be {'text' if kind is str else 'true or false'}, got {describe(fields[name])}"
    if key.startswith(f"{project}:"):
        yield from _own_mistakes(fields)
    else:
        yield from (
            f"{name}: only the project's own keys can have one" for name in ("type", "default") if name in fields
        )
        if fields and fields.get("value") is None:
            yield "value: missing; a key of another namespace must be given one"


def _own_mistakes(fields: Mapping[str, Any]) -> Iterator[str]:
    if "default" in fields and "value" in fields:
        yield "has both a default and a value; keep one"
    type_, mistake = _type(fields)
    if mistake:
        yield mistake
    elif fields.get("default") is not None and not matches(type_, fields["default"]):
        shown = "" if fields.get("secret") else f", got {describe(fields['default'])}"
        yield f"default: must be of type {type_}{shown}"


def _type(fields: Mapping[str, Any]) -> tuple[str, str]:
    """The type in one word, or what is wrong with it."""
    if "type" not in fields:
        return "", ""
    type_ = fields["type"]
    if type_ not in TYPES:
        hint = suggest(type_, TYPES) if isinstance(type_, str) else f"allowed: {', '.join(TYPES)}"
        return "", f"type: unknown, got {describe(type_)}; {hint}"
    if type_ != "array":
        return type_, ""
    items = fields.get("items")
    if not isinstance(items, dict) or "type" not in items:
        return "", "items: missing; an array must say the type of its elements"
    inner, mistake = _type(items)
    return f"array<{inner}>", f"items: {mistake}" if mistake else ""


def _declaration(key: str, project: str, fields: Mapping[str, Any]) -> Declaration:
    given = [fields[name] for name in ("default", "value") if fields.get(name) is not None]
    return Declaration(
        key=key,
        type=_type(fields)[0],
        description=fields.get("description", ""),
        default=given[0] if given else ABSENT,
        secret=fields.get("secret", False),
        own=key.startswith(f"{project}:"),
    )
