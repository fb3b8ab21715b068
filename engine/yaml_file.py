"""YAML as the official CLI reads it, with every mistake in words.

The official CLI's YAML differs from PyYAML's: `yes`, `on`, dates and `12:30` are text, and a key given twice is a
mistake. Rules: the core schema of YAML 1.2, and `gopkg.in/yaml.v3`.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, ClassVar, Final

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
    """PyYAML's safe loader with the official CLI's scalars and no other types, noting keys that are given twice."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - as PyYAML declares it
    yaml_constructors: ClassVar[dict[str | None, Any]] = {}

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._duplicates: list[str] = []

    def mistakes(self, shown: str) -> list[str]:
        return [f"{shown}: {duplicate}" for duplicate in self._duplicates]

    def construct_mapping(self, node: yaml.Node, deep: bool = False) -> dict[Any, Any]:
        if not isinstance(node, yaml.MappingNode):
            raise _mistake(node, "expected a mapping")
        lines: dict[str, int] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != f"{_TAG}merge":
                line = key.start_mark.line + 1
                if key.value in lines:
                    self._duplicates.append(f"line {line}: {key.value} is given already in line {lines[key.value]}")
                lines.setdefault(key.value, line)
        self.flatten_mapping(node)
        return {self._key(key): self.construct_object(value, deep) for key, value in node.value}

    def _key(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag == f"{_TAG}null":
            raise _mistake(node, "a key must be text")
        return str(node.value)

    def scalar(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            raise _mistake(
                node, f"expected a single value, found a {'mapping' if isinstance(node, yaml.MappingNode) else 'list'}"
            )
        return str(node.value)

    def nothing(self, node: yaml.Node) -> None:
        self.scalar(node)

    def boolean(self, node: yaml.Node) -> bool:
        return _matched(node, self.scalar(node), "bool").lower() == "true"

    def number(self, node: yaml.Node) -> int | float:
        """A whole number in decimal, hexadecimal, octal or binary; one too large for 64 bits becomes a float."""
        digits = _matched(node, self.scalar(node), "int").replace("_", "").lower()
        sign = -1 if digits.startswith("-") else 1
        digits = digits.lstrip("+-")
        prefixes = {"0x": 16, "0b": 2, "0o": 8}
        base = prefixes.get(digits[:2]) or (8 if digits.startswith("0") and len(digits) > 1 else 10)
        if len(digits) > 400:
            raise _mistake(node, "this number is too large")
        value = sign * int(digits[2:] if digits[:2] in prefixes else digits, base)
        return value if -(2**63) <= value < 2**64 else _finite(node, str(value))

    def fraction(self, node: yaml.Node) -> float:
        return _finite(node, _matched(node, self.scalar(node), "float"))

    def special(self, node: yaml.Node) -> float:
        raise _mistake(node, f"{node.value} is not a number that JSON can hold; write text in quotes")


def _finite(node: yaml.Node, digits: str) -> float:
    value = float(digits.replace("_", ""))
    if not math.isfinite(value):
        raise _mistake(node, "this number is too large")
    return value


def _matched(node: yaml.Node, text: str, kind: str) -> str:
    """The text of a scalar, which an explicit tag may have declared to be what it is not."""
    if not _PATTERNS[kind].match(text):
        raise _mistake(node, f"{describe(text)} is not of the type {node.tag.removeprefix(_TAG)}")
    return text


def _mistake(node: yaml.Node, problem: str) -> yaml.YAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, node.start_mark)


_TAG: Final = "tag:yaml.org,2002:"
_SCALARS: Final = (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9_]*|0b[01_]*[01]|0x[0-9a-fA-F_]*[0-9a-fA-F]|0o?[0-7_]*[0-7])", "-+0123456789"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
    ("special", r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", "-+."),
    ("merge", r"<<", "<"),
)
_PATTERNS: Final = {name: re.compile(rf"(?:{pattern})\Z", re.ASCII) for name, pattern, _ in _SCALARS}
for _name, _, _first in _SCALARS:
    _starts = ["" if _character == "\0" else _character for _character in _first]
    _Loader.add_implicit_resolver(f"{_TAG}{_name}", _PATTERNS[_name], _starts)
for _name, _constructor in {
    "null": _Loader.nothing,
    "bool": _Loader.boolean,
    "int": _Loader.number,
    "float": _Loader.fraction,
    "special": _Loader.special,
    "str": _Loader.scalar,
    "merge": _Loader.scalar,
    "seq": _Loader.construct_yaml_seq,
    "map": _Loader.construct_yaml_map,
}.items():
    _Loader.add_constructor(f"{_TAG}{_name}", _constructor)
_Loader.add_constructor(None, _Loader.construct_undefined)  # type: ignore[type-var]


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
            return {name: self.of(element, depth=depth + 1) for name, element in value.items()}
        if isinstance(value, list):
            return [self.of(element, depth=depth + 1) for element in value]
        if isinstance(value, str):
            value.encode()  # a ValueError for half of a surrogate pair, which `\ud800` in quotes gives
        return value


def _explain(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1}: {error.problem}"
    return f"is not YAML: {str(error).splitlines()[0]}"
