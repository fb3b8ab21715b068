"""The settings of a stack as they hold, defaults filled in, each with what its file says about it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cli.differences.comments import comments
from cli.differences.schema import Schema, filled, inside, sections, weaker

if TYPE_CHECKING:
    from engine import Stack

SECRET: Final = "[secret]"
REASONS: Final = "reasons"
OWN_NAME: Final = "<stack>"


@dataclass(frozen=True)
class Setting:
    """A value that holds in one stack.

    Attributes:
        value: it; `SECRET` in place of a secret one.
        identity: what it is compared by.
        why: the reason or the comment in the stack file; empty where it says nothing.
        holder: the schema of the object that has it.
    """

    value: Any
    identity: Any
    why: str
    holder: Schema


@dataclass(frozen=True)
class SettingDifference:
    """A setting that is not the same in both stacks.

    Attributes:
        component: its section, `network`; the namespace where it is not Strata's, `aws`.
        name: as in `database.backup_days`, or `pools.training.gpus_max`.
        first, second: the values; None where a stack has none.
        why: what each stack file says about it.
        weaker: whether the second is the weaker one.
    """

    component: str
    name: str
    first: Any
    second: Any
    why: tuple[str, str]
    weaker: bool


def compare_settings(first: Stack, second: Stack) -> list[SettingDifference]:
    """Every setting that differs, by component; the stacks' own names in values make no difference.

    Raises:
        engine.errors.EngineError: a stack file holds mistakes.
    """
    one, other = settings(first), settings(second)
    found = []
    for path in sorted(one.keys() | other.keys()):
        before, after = one.get(path), other.get(path)
        if before and after and before.identity == after.identity:
            continue
        values = [each.value if each else None for each in (before, after)]
        holder = (after or before).holder  # type: ignore[union-attr]
        key, *names = path
        found.append(
            SettingDifference(
                component=key.removeprefix("strata:") if key.startswith("strata:") else key.partition(":")[0],
                name=".".join(names) or key.partition(":")[2],
                first=values[0],
                second=values[1],
                why=(before.why if before else "", after.why if after else ""),
                weaker=weaker(holder, path[-1], *values),
            )
        )
    return found


def settings(stack: Stack) -> dict[tuple[str, ...], Setting]:
    """Every setting of a stack, by its path from the key on."""
    schemas = sections(stack.project)
    said = comments(stack.project.stack_file(stack.name))
    found: dict[tuple[str, ...], Setting] = {}
    known: dict[str, Any] = {key: {} for key, schema in schemas.items() if schema.get("type") == "object"}
    for key, given in (known | {key: _read(text) for key, text in stack.config.items()}).items():
        schema = schemas.get(key, {})
        for path, value, holder, reasons in _leaves(filled(schema, given), schema, (key,), {}, {}):
            secret = key in stack.secret_keys
            why = reasons.get(path[-1]) or said.get(("config", *path), "")
            identity = _without_name(value, stack.name)
            found[path] = Setting(SECRET if secret else value, identity, SECRET if secret and why else why, holder)
    return found


def _leaves(
    value: Any, schema: Schema, path: tuple[str, ...], holder: Schema, reasons: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], Any, Schema, Mapping[str, str]]]:
    if isinstance(value, dict) and value:
        told = value.get(REASONS)
        inner_reasons = told if isinstance(told, dict) else {}
        for name, inner in value.items():
            if name != REASONS:
                yield from _leaves(inner, inside(schema, name), (*path, name), schema, inner_reasons)
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for index, one in enumerate(value):
            name = str(one.get("name", index)) if isinstance(one, dict) else str(index)
            yield from _leaves(one, inside(schema, ""), (*path, name), schema, {})
    elif value != {}:
        yield path, value, holder, reasons


def _read(text: str) -> Any:
    """A value of the configuration: JSON where it is an object or a list, else as it is."""
    if text[:1] not in ("{", "["):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _without_name(value: Any, stack: str) -> Any:
    if isinstance(value, str):
        return re.sub(rf"(?<![a-z0-9]){re.escape(stack)}(?![a-z0-9])", OWN_NAME, value)
    return [_without_name(one, stack) for one in value] if isinstance(value, list) else value
