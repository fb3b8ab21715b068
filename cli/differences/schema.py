"""What the JSON Schema of the stack files tells of a setting: its default, and which way it is weaker.

The schema is made of the components' own settings, which no command may import.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine import Project

Schema = Mapping[str, Any]

FEWER_IS_WEAKER = frozenset({"nodes_min", "replicas", "replicas_min", "zones"})
"""Settings of how much may fail at once. They are no matter of safety, so that none needs a reason."""
OFF_IS_WEAKER = frozenset({"strict"})


def sections(project: Project) -> Mapping[str, Schema]:
    """The schema of each key of a stack file: of the project's own `schema.json` beside them, else Strata's."""
    from scaffold import schema

    own = project.stack_folder / "schema.json"
    try:
        document = json.loads(own.read_text(encoding="utf-8") if own.is_file() else schema.text())
        found: Mapping[str, Schema] = document["properties"]["config"]["properties"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found


def filled(schema: Schema, given: Any) -> Any:
    """A value with every default filled in, however deep."""
    if isinstance(given, dict) and "properties" in schema:
        inner = schema["properties"]
        whole = {name: one["default"] for name, one in inner.items() if "default" in one} | given
        return {name: filled(inner.get(name, {}), value) for name, value in whole.items()}
    if isinstance(given, list):
        return [filled(schema.get("items") or {}, value) for value in given]
    return given


def inside(schema: Schema, step: str) -> Schema:
    """The schema of a member of an object, or of what a list or a mapping holds."""
    found = schema.get("properties", {}).get(step) or schema.get("items") or schema.get("additionalProperties")
    return found if isinstance(found, dict) else {}


def weaker(schema: Schema, name: str, first: Any, second: Any) -> bool:
    """Whether the second value of a setting is weaker than the first.

    Args:
        schema: of the object that has the setting; what needs a reason there is what is weaker.
        name: the setting.
        first, second: its values; None where there is none.
    """
    condition = _conditions(schema).get(name)
    if condition is not None and "exclusiveMaximum" in condition:
        return _is_less(second, first)
    if condition is not None:
        if isinstance(first, list) and isinstance(second, list) and condition == {"not": {"const": []}}:
            return bool([one for one in second if one not in first])
        return _holds(condition, second) and not _holds(condition, first)
    if name in OFF_IS_WEAKER:
        return first is True and second is not True
    return name in FEWER_IS_WEAKER and _is_less(second, first)


def _conditions(schema: Schema) -> dict[str, Schema]:
    """By setting, what makes a value of it need a reason."""
    found: dict[str, Schema] = {}
    for rule in schema.get("allOf") or ():
        required = rule.get("then", {}).get("required") or ()
        if "reasons" in required:
            found |= rule.get("if", {}).get("properties") or {}
    return found


def _holds(condition: Schema, value: Any) -> bool:
    """Whether a value meets a condition of the kinds that the schema has.

    Raises:
        ValueError: a kind that is not known here: nothing is said rather than something wrong.
    """
    if set(condition) - {"not", "const", "contains", "exclusiveMaximum"}:
        raise ValueError(f"the schema has a condition that is not known: {json.dumps(condition)}")
    met = "not" not in condition or not _holds(condition["not"], value)
    met = met and ("const" not in condition or value == condition["const"])
    met = met and ("exclusiveMaximum" not in condition or _is_less(value, condition["exclusiveMaximum"]))
    inside_ = [_holds(condition["contains"], one) for one in value] if "contains" in condition and value else [False]
    return met and ("contains" not in condition or any(inside_))


def _is_less(one: Any, other: Any) -> bool:
    return isinstance(one, int | float) and isinstance(other, int | float) and one < other
