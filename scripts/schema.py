"""Write the JSON Schema of the stack files, from the components' own settings.

    .venv/bin/python scripts/schema.py

`tests/scripts/test_schema.py` fails when it is stale. Draft 7 without references: what every editor knows. What only a
function can tell, such as one setting that must not be less than another, the program tells when it runs.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, TypeAdapter

from components.settings import Args, Guarded, Section

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "stacks" / "__main__.py"
FILE = Path("scaffold/template/stacks/schema.json")
UNITS = {
    "days": "days",
    "gib": "GiB",
    "hours": "hours",
    "minutes": "minutes",
    "percent": "percent",
    "s": "seconds",
}
"""What the last or the last but one word of a setting's name says of its unit."""
OF_ONE_RUN = {"override"}
"""Sections that no stack file has."""
WEAKER = {"Pool": {"capacity": {"contains": {"const": "spot"}, "not": {"contains": {"const": "on_demand"}}}}}
"""What models judge weaker by a function of their own, by setting."""
IPV4_BLOCK = r"^[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?$"
PULUMI = {
    "encryptionsalt": "What the secrets of this file are encrypted with; Pulumi writes it.",
    "encryptedkey": "The key that the secrets of this file are encrypted with; Pulumi writes it.",
    "secretsprovider": "What keeps that key, e.g. awskms://alias/your-key; Pulumi writes it.",
}


def pages() -> dict[Path, str]:
    """The generated file: its path below the project, and what it must hold."""
    return {FILE: json.dumps(schema(), indent=2) + "\n"}


def schema() -> dict[str, Any]:
    """The schema of a stack file."""
    told = yaml.safe_load((ROOT / "Pulumi.yaml").read_text(encoding="utf-8"))["config"]
    keys: dict[str, Any] = {
        "aws:region": {
            "title": "Region",
            "description": "The AWS region that the stack lies in, e.g. eu-central-1.",
            "type": "string",
            "pattern": "^[a-z]{2,4}(-[a-z]+)+-[0-9]$",
        }
    }
    for name, section in sections().items():
        key = f"strata:{name}"
        keys[key] = {**of(section), "title": name.capitalize(), "description": told[key]["description"]}
    config = {
        "title": "Settings",
        "description": "A section for each component: only what differs from the defaults.",
        "type": "object",
        "properties": keys,
        # Keys that Pulumi itself reads.
        "patternProperties": {"^(kubernetes|pulumi):": {}},
        "required": ["aws:region", *(key for key in keys if keys[key].get("required"))],
        "additionalProperties": False,
    }
    own = {name: {"title": name, "description": text, "type": "string"} for name, text in PULUMI.items()}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A stack of Strata",
        "description": "One environment: the settings of the platform in it.",
        "type": "object",
        "properties": {"config": config, **own},
        "required": ["config"],
        "additionalProperties": False,
    }


def sections() -> dict[str, type[Section]]:
    """What the program reads each section into, by its name, in the program's order."""
    program = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imports = [node for node in program.body if isinstance(node, ast.ImportFrom)]
    found = [getattr(importlib.import_module(node.module or ""), name.name) for node in imports for name in node.names]
    models = [one for one in found if isinstance(one, type) and issubclass(one, Section)]
    return {model.section(): model for model in models if model.section() not in OF_ONE_RUN}


def of(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of a model, every reference written out."""
    whole = model.model_json_schema()
    definitions = {one.__name__: one for one in _subclasses(Args) if one.__module__.startswith("components.")}
    inner = {
        name: of(definitions[name]) if name in definitions else _plain(definition)
        for name, definition in whole.pop("$defs", {}).items()
    }
    whole["properties"] = {
        name: _setting(name, inner, described, model) for name, described in whole["properties"].items()
    }
    del whole["title"]
    return whole | _reasons(model, whole["properties"])


def _setting(name: str, inner: Mapping[str, Any], described: dict[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    written = _written_out(described, inner)
    default = model.model_fields[name].get_default()
    if "default" in written:
        # As it stands in the code, without the defaults inside it.
        written["default"] = TypeAdapter(Any).dump_python(default, mode="json", exclude_unset=True)
    return {"title": _title(name), "description": _docstrings(model)[name], **_without(written, "title", "description")}


def _written_out(node: Any, inner: Mapping[str, Any]) -> Any:
    """A schema without references, and without what only newer drafts know."""
    if isinstance(node, list):
        return [_written_out(one, inner) for one in node]
    if not isinstance(node, dict):
        return node
    node = {name: _written_out(value, inner) for name, value in node.items()}
    if reference := node.pop("$ref", None):
        node = {**inner[reference.rpartition("/")[2]], **node}
    if node.get("format") == "ipv4network":
        node = _without(node, "format") | {"pattern": IPV4_BLOCK}
    if (choices := node.get("anyOf")) and len(choices) == 2 and choices[1] == {"type": "null"}:
        node = {**choices[0], **_without(node, "anyOf"), "type": [choices[0]["type"], "null"]}
    return node


def _reasons(model: type[BaseModel], properties: dict[str, Any]) -> dict[str, Any]:
    """That what is weaker than its default needs a reason, and nothing else has one."""
    if not issubclass(model, Guarded):
        return {}
    weaker = {name: _weaker(properties[name]["default"]) for name in model.guarded}
    weaker |= WEAKER.get(model.__name__, {})
    reasons = properties.pop("reasons")
    if not weaker:
        return {}
    properties["reasons"] = _without(reasons, "additionalProperties") | {
        "properties": {
            name: {"title": _title(name), "description": f"Why {name} is weaker.", "type": "string", "pattern": "\\S"}
            for name in weaker
        },
        "additionalProperties": False,
    }
    return {"allOf": [_reason_where(name, condition) for name, condition in weaker.items()]}


def _weaker(default: Any) -> dict[str, Any]:
    """What is weaker than a default: a lower number, or any other value."""
    is_number = isinstance(default, int | float) and not isinstance(default, bool)
    return {"exclusiveMaximum": default} if is_number else {"not": {"const": default}}


def _reason_where(name: str, condition: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "if": {"properties": {name: condition}, "required": [name]},
        "then": {"properties": {"reasons": {"required": [name]}}, "required": ["reasons"]},
        "else": {"properties": {"reasons": {"not": {"required": [name]}}}},
    }


def _docstrings(model: type[BaseModel]) -> dict[str, str]:
    """What the docstring below each setting says, inherited ones included."""
    told: dict[str, str] = {}
    for one in reversed(model.__mro__):
        if issubclass(one, BaseModel) and one is not BaseModel:
            told |= dict(_described(ast.parse(inspect.getsource(one))))
    return told


def _described(module: ast.Module) -> Iterator[tuple[str, str]]:
    (model,) = [node for node in module.body if isinstance(node, ast.ClassDef)]
    for field, after in pairwise(model.body):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, re.sub(r"\s+", " ", text)


def _title(name: str) -> str:
    """`Storage max (GiB)` for `storage_gib_max`."""
    words = name.split("_")
    units = [word for word in words[1:] if word in UNITS]
    plain = " ".join([word for word in words if word not in units])
    return plain.capitalize() + "".join(f" ({UNITS[unit]})" for unit in units)


def _plain(definition: dict[str, Any]) -> dict[str, Any]:
    return _without(definition, "title", "description")


def _without(node: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name not in names}


def _subclasses(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _subclasses(one)


def main() -> None:
    """Write the file."""
    for path, text in pages().items():
        (ROOT / path).write_text(text, encoding="utf-8")
        print(f"wrote {path}")


if __name__ == "__main__":
    main()
