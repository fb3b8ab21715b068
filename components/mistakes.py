"""What is wrong with a stack file, a line for each mistake: where, what is allowed, what was found."""

import difflib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pulumi
from pulumi.runtime import config
from pydantic import BaseModel, ValidationError

from components.protection import SETTING, lifted

NAMESPACE = "strata"
REGION = "aws:region"
OVERRIDE = "override"
"""The section that only one run has."""
OTHERS = ("kubernetes", "pulumi")
"""Namespaces whose keys Pulumi itself reads."""

_NAMES_A_SETTING = re.compile(r"[a-z][a-z0-9_]*(\.[\w-]+)*: ")


def find_mistakes(sections: Mapping[str, type[BaseModel]]) -> Iterator[str]:
    """Every mistake in the stack file.

    Args:
        sections: the settings of each section, by its name without the namespace.
    """
    where = f"stacks/Pulumi.{pulumi.get_stack()}.yaml"
    keys = sorted({**config.get_config_env(), **config.CONFIG.get()})
    yield from (f"{where}: {key}: {mistake}" for key in keys for mistake in _key_mistakes(key, sections))
    yield from (f"{where}: {REGION}: {mistake}" for mistake in _region_mistakes())
    for name, section in sections.items():
        key = f"{NAMESPACE}:{name}"
        yield from (f"{where}: {key}{mistake}" for mistake in _section_mistakes(key, section))


def configured(name: str, section: type[BaseModel]) -> Any:
    """What the stack file says in a section, deletion allowed where this run overrides protection.

    Nothing if it has no such section.

    Raises:
        ValueError: the section is text that is not JSON.
    """
    given = _written(name)
    override = _written(OVERRIDE) if name != OVERRIDE else {}
    reason = override.get(SETTING) if isinstance(override, dict) else None
    return lifted(section, given, reason) if isinstance(reason, str) and reason.strip() else given


def _written(name: str) -> Any:
    value = pulumi.Config(NAMESPACE).get(name)
    return {} if value is None else json.loads(value)


def _key_mistakes(key: str, sections: Iterable[str]) -> Iterator[str]:
    namespace, _, name = key.partition(":")
    if namespace == NAMESPACE:
        if name not in sections:
            yield f"unknown section{_suggestion(name, sections)}"
    elif namespace == "aws":
        if key != REGION:
            yield f"has no effect: the program's own provider reads {REGION} and the environment"
    elif namespace not in OTHERS:
        yield f"unknown namespace{_suggestion(namespace, [NAMESPACE, 'aws', *OTHERS])}"


def _region_mistakes() -> Iterator[str]:
    region = pulumi.Config("aws").get("region")
    if region is None:
        yield "is required, e.g. eu-central-1"
    elif not re.fullmatch(r"[a-z]{2,4}(-[a-z]+)+-[0-9]", region):
        yield f"must be a region such as eu-central-1, got {region!r}"


def _section_mistakes(key: str, section: type[BaseModel]) -> Iterator[str]:
    secret = config.is_config_secret(key)
    try:
        section.model_validate(configured(key.partition(":")[2], section))
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            explained = _explain(section, error, secret=secret)
            # A rule about several settings begins with the one to change.
            yield f"{_path(error['loc'])}{'.' if _NAMES_A_SETTING.match(explained) else ': '}{explained}"
    except ValueError:
        yield ": must be a mapping of settings, got text"


def _path(location: tuple[int | str, ...]) -> str:
    """`.teams[0].gpus` for ("teams", 0, "gpus")."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location if step != "[key]")


def _explain(section: type[BaseModel], error: Any, *, secret: bool) -> str:
    """What is allowed, and what was found instead, unless that is secret."""
    context = error.get("ctx", {})
    given = error["input"]
    got = "" if secret else f", got {given!r}"
    match error["type"]:
        case "extra_forbidden":
            return f"unknown setting{_suggestion(str(error['loc'][-1]), _fields_at(section, error['loc'][:-1]))}"
        case "missing":
            return "is required"
        case "greater_than_equal":
            return f"at least {context['ge']}{got}"
        case "less_than_equal":
            return f"at most {context['le']}{got}"
        case "value_error":
            return "not allowed; the value is secret" if secret else str(context["error"])
        case "string_pattern_mismatch":
            return f"must match {context['pattern']}{got}"
        case "model_type":
            return f"must be a mapping of settings{got}"
        case "enum" | "literal_error":
            # YAML reads 1.35 as a number, and drops the zero of 1.30.
            quoted = ", in quotes" if isinstance(given, float) else ""
            return f"must be {context['expected']}{quoted}{got}"
        case "int_from_float" | "int_parsing" | "int_type":
            return f"must be a whole number{got}"
        case "string_type" | "list_type" | "dict_type":
            kind = {"string_type": "text", "list_type": "a list", "dict_type": "a mapping"}[error["type"]]
            return f"must be {kind}{got}"
        case "ip_v4_network":
            return f"must be a block of IPv4 addresses such as 10.0.0.0/16, its host bits zero{got}"
        case _:
            return f"{error['msg'][0].lower()}{error['msg'][1:]}{got}"


def _fields_at(section: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The settings allowed at a place, found by walking the model's JSON Schema."""
    schema = section.model_json_schema()
    node: dict[str, Any] = schema
    for step in location:
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        node = inner or node.get("additionalProperties") or {}
        # An optional setting is one of its type and null.
        node = next((choice for choice in node.get("anyOf", []) if choice.get("type") != "null"), node)
        node = schema.get("$defs", {}).get(node.get("$ref", "").rpartition("/")[2], node)
    return list(node.get("properties", {}))


def _suggestion(name: str, allowed: Iterable[str]) -> str:
    allowed = sorted(allowed)
    close = difflib.get_close_matches(name, allowed, n=1)
    return f", did you mean {close[0]!r}?" if close else f"; allowed: {', '.join(allowed)}"
