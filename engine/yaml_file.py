"""YAML as the official CLI reads it, with every mistake in words.

The official CLI's YAML differs from PyYAML's: `yes`, `on`, dates and `12:30` are text, and a key given twice is a
mistake. Rules: the core schema of YAML 1.2, and `gopkg.in/yaml.v3`.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, Final

import yaml

_NODES_MAX: Final = 100_000
_DEPTH_MAX: Final = 100


def read_mapping(path: Path, shown: str) -> tuple[dict[str, Any], list[str]]:
    """Read a file whose top level is a mapping.

    Args:
        path: the file.
        shown: its name for messages.

    Returns:
        The mapping, holding only text, numbers, booleans, None, lists and mappings; and every mistake, a line each.
        A file that cannot be read at all gives an empty mapping and one mistake.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return {}, [f"{shown}: cannot be read: {error.strerror}"]
    except UnicodeDecodeError as error:
        return {}, [f"{shown}: byte {error.start} is not UTF-8; save the file as UTF-8"]
    try:
        loader = _Loader(text)
        document = _Plain().of(loader.get_single_data(), depth=0)
    except yaml.YAMLError as error:
        return {}, [f"{shown}: {_explain(error)}"]
    except RecursionError:
        return {}, [f"{shown}: nested too deeply"]
    except ValueError as error:
        return {}, [f"{shown}: {error}"]
    if document is None:
        return {}, loader.mistakes(shown)
    if not isinstance(document, dict):
        return {}, [f"{shown}: must be a mapping of keys to values, got {describe(document)}"]
    return document, loader.mistakes(shown)


def describe(value: Any) -> str:
    """What a value is, in YAML's words, for messages; long values are cut short."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader with the official CLI's scalars, noting keys that are given twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own shape

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._duplicates: list[str] = []

    def mistakes(self, shown: str) -> list[str]:
        return [f"{shown}: {duplicate}" for duplicate in self._duplicates]

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                line = key.start_mark.line + 1
                if key.value in lines:
                    self._duplicates.append(f"line {line}: {key.value} is given already in line {lines[key.value]}")
                lines.setdefault(key.value, line)
        return super().construct_mapping(node, deep)

    def number(self, node: yaml.ScalarNode) -> int | float:
        """A whole number in decimal, hexadecimal, octal or binary; one too large for 64 bits becomes a float."""
        digits = node.value.replace("_", "").lower()
        sign = -1 if digits.startswith("-") else 1
        digits = digits.lstrip("+-")
        prefixes = {"0x": 16, "0b": 2, "0o": 8}
        base = prefixes.get(digits[:2]) or (8 if digits.startswith("0") and len(digits) > 1 else 10)
        value = sign * int(digits[2:] if digits[:2] in prefixes else digits, base)
        return value if -(2**63) <= value < 2**64 else self._float(node, str(value) if base != 10 else node.value)

    def fraction(self, node: yaml.ScalarNode) -> float:
        return self._float(node, node.value)

    def _float(self, node: yaml.ScalarNode, digits: str) -> float:
        value = float(digits.replace("_", ""))
        if not math.isfinite(value):
            raise yaml.constructor.ConstructorError(None, None, "this number is too large", node.start_mark)
        return value

    def special(self, node: yaml.ScalarNode) -> float:
        raise yaml.constructor.ConstructorError(
            None, None, f"{node.value} is not a number that JSON can hold; write text in quotes", node.start_mark
        )


_SCALARS: Final = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9_]*|0b[01_]*[01]|0x[0-9a-fA-F_]*[0-9a-fA-F]|0o?[0-7_]*[0-7])", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("special", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+."),
    ("merge", r"<<", "<"),
)
for _name, _pattern, _first in _SCALARS:
    _starts = ["" if _character == "\0" else _character for _character in _first]
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), _starts)
_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.number)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.fraction)
_Loader.add_constructor("tag:yaml.org,2002:special", _Loader.special)


class _Plain:
    """Turns what was loaded into plain values, aliases written out, within a bound."""

    def __init__(self) -> None:
        self._nodes = 0

    def of(self, value: Any, *, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > _NODES_MAX:
            raise ValueError(f"holds more than {_NODES_MAX:,} values, aliases written out")
        if depth > _DEPTH_MAX:
            raise ValueError(f"nested more than {_DEPTH_MAX} levels deep")
        if isinstance(value, dict):
            return {_key(name): self.of(element, depth=depth + 1) for name, element in value.items()}
        if isinstance(value, list):
            return [self.of(element, depth=depth + 1) for element in value]
        if isinstance(value, str):
            value.encode()  # a ValueError for half of a surrogate pair, which `\ud800` in quotes gives
        if value is None or isinstance(value, str | bool | int | float):
            return value
        raise ValueError(f"a value of type {type(value).__name__} is not supported; write it as text in quotes")


def _key(name: Any) -> str:
    if isinstance(name, str):
        return name
    if isinstance(name, bool):
        return str(name).lower()
    if isinstance(name, int | float):
        return str(name)
    raise ValueError(f"the key {name!r} must be text")


def _explain(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1}: {error.problem}"
    return f"is not YAML: {str(error).splitlines()[0]}"
