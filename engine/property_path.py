"""Property paths, as `ignoreChanges` and `replaceOnChanges` use them: `tags.team`, `rules[0].port`, `data["a.b"]`, `*`.

Source of the grammar: Pulumi's documentation of property paths.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from engine.errors import ProgramError
from protocol.values import Props, Secret

PathStep = str | int
Path = tuple[PathStep, ...]

WILDCARD: Final = "*"

_STEP: Final = re.compile(
    r'\.?(?P<name>[^.\[\]"]+)|\[(?P<index>\d+)\]|\["(?P<quoted>(?:[^"\\]|\\.)*)"\]|\[(?P<any>\*)\]'
)


@lru_cache(maxsize=4096)
def parse(text: str) -> Path:
    """Take a property path apart.

    Raises:
        ProgramError: the text is not a property path.
    """
    steps: list[PathStep] = []
    position = 0
    while position < len(text):
        match = _STEP.match(text, position)
        if match is None:
            raise ProgramError(f'{text!r} is not a property path, such as tags.team, rules[0].port or data["a.b"]')
        if match["index"] is not None:
            steps.append(int(match["index"]))
        elif match["quoted"] is not None:
            steps.append(re.sub(r"\\(.)", r"\1", match["quoted"]))
        else:
            steps.append(match["name"] or WILDCARD)
        position = match.end()
    return tuple(steps)


def render(path: Path) -> str:
    """The path as text; `parse` reads it back."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif re.fullmatch(r"[^.\[\]\"]+", step):
            text += f".{step}" if text else step
        else:
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text


def covers(outer: Path, inner: Path) -> bool:
    """Whether `inner` lies at or below `outer`; a wildcard in `outer` matches any step."""
    return len(outer) <= len(inner) and all(a in (WILDCARD, b) for a, b in zip(outer, inner, strict=False))


def outside_secrets(text: str, *sides: Props) -> str:
    """A path up to the first secret on its way: the names of the properties that a secret holds are secret, too.

    Args:
        text: a path; whatever is none is given back as it is.
        sides: the properties that it may lead through.
    """
    try:
        path = parse(text)
    except ProgramError:
        return text
    ends = [end for side in sides if (end := _first_secret(path, side)) is not None]
    return render(path[: min(ends)]) if ends else text


def _first_secret(path: Path, value: Any) -> int | None:
    """After how many steps a path comes to a secret; None if it comes to none."""
    for index, step in enumerate(path):
        if isinstance(value, Secret):
            return index
        if isinstance(value, dict) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return None


def keep_old(path: Path, old: Any, new: Any) -> Any:
    """The new value with whatever lies at `path` taken over from the old value, present or absent."""
    if not path:
        return old
    if isinstance(new, Secret):
        return Secret(keep_old(path, old, new.value))
    if isinstance(old, Secret):
        old = old.value
    step, rest = path[0], path[1:]
    if isinstance(new, dict) and isinstance(old, dict):
        keys = [*new, *(key for key in old if key not in new)] if step == WILDCARD else [str(step)]
        return _keep_keys(keys, rest, old, new)
    if isinstance(new, list) and isinstance(old, list):
        positions = range(min(len(old), len(new))) if step == WILDCARD else [step]
        return [
            keep_old(rest, old[i], element) if i in positions and i < len(old) else element
            for i, element in enumerate(new)
        ]
    return new


def _keep_keys(keys: list[str], rest: Path, old: Mapping[str, Any], new: Mapping[str, Any]) -> Props:
    kept = dict(new)
    for key in keys:
        if rest:
            if key in old and key in new:
                kept[key] = keep_old(rest, old[key], new[key])
        elif key in old:
            kept[key] = old[key]
        else:
            kept.pop(key, None)
    return kept
