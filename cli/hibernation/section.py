"""The section of a stack file that says that the stack sleeps: one line, which no other line depends on."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from cli.errors import OperationFailed
from engine import files

SECTION: Final = "strata:hibernation"
_LINE: Final = re.compile(rf"^[ \t]*{SECTION}:.*\n?", re.MULTILINE)
_PAIR: Final = re.compile(r"\\ud[89ab][0-9a-f]{2}\\ud[c-f][0-9a-f]{2}")
_CONFIG: Final = re.compile(r"^config:[ \t]*(?:#.*)?\n(?P<rest>(?:[ \t]*(?:#.*)?\n)*)(?P<indent>[ \t]+)", re.MULTILINE)


def written(file: Path) -> Mapping[str, Any] | None:
    """What a stack file says of the stack's sleep; None if it is awake."""
    section = _config(file.read_text(encoding="utf-8")).get(SECTION)
    return section if isinstance(section, Mapping) else None


def put(file: Path, value: Mapping[str, Any]) -> None:
    """Say in a stack file that the stack sleeps.

    Raises:
        OperationFailed: the file cannot be edited without changing something else.
    """
    before = file.read_text(encoding="utf-8")
    kept = _LINE.sub("", before)
    found = _CONFIG.search(kept)
    line = f"{SECTION}: {_in_one_line(value)}"
    after = f"{kept[: found.start('rest')]}{found['indent']}{line}\n{kept[found.start('rest') :]}" if found else kept
    _replace(file, before, after, {SECTION: value})


def remove(file: Path) -> None:
    """Take out of a stack file that the stack sleeps. Raises as `put`."""
    before = file.read_text(encoding="utf-8")
    _replace(file, before, _LINE.sub("", before), {})


def _replace(file: Path, before: str, after: str, section: Mapping[str, Any]) -> None:
    """Put the new text in place, if it says all that the old one does, and of the section what it is to say."""
    expected = {key: value for key, value in _config(before).items() if key != SECTION} | dict(section)
    try:
        fits = _config(after) == expected
    except yaml.YAMLError:
        fits = False
    if not fits:
        line = next(iter(f"`{SECTION}: {json.dumps(value)}` is to stand" for value in section.values()), "")
        raise OperationFailed(
            f"{file.name} cannot be edited by itself; {line or f'{SECTION} is to go'} under `config:`"
        )
    if after == before:
        return
    mode = file.stat().st_mode & 0o777
    files.write(file, after.encode())
    file.chmod(mode)


def _in_one_line(value: Mapping[str, Any]) -> str:
    """As JSON, which is YAML but for characters beyond the sixteenth bit: it writes them as two."""
    return _PAIR.sub(lambda pair: f"\\U{ord(json.loads(chr(34) + pair[0] + chr(34))):08x}", json.dumps(value))


def _config(text: str) -> dict[str, Any]:
    document = yaml.safe_load(text)
    config = document.get("config") if isinstance(document, Mapping) else None
    return dict(config) if isinstance(config, Mapping) else {}
