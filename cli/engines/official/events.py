"""The Automation API's events, back in the engine's own JSON format, which `cli.render` understands."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, Final

from pulumi.automation.events import BaseEvent, EngineEvent

_COLOUR: Final = re.compile(r"<\{%.*?%\}>")
"""How the engine marks colour in its messages, as in `<{%fg 1%}>`."""
_OWN_NAMES: Final = {"policy_packs": "PolicyPacks"}
"""Fields that the format does not spell in camel case."""
_PLUGIN_ON_PATH: Final = re.compile(r"using pulumi-resource-\S+ from \$PATH at ")
_TRACEBACK: Final = "Traceback (most recent call last):"
_FRAME: Final = re.compile(r'File "(.+)", line (\d+)')


def event_json(event: EngineEvent) -> dict[str, Any]:
    """An event in the engine's format."""
    return {name: value for name, value in _plain(event).items() if value is not None}


def is_noise(event: Mapping[str, Any]) -> bool:
    """Whether an event tells nothing that a person or a program asked for: debugging, or that the sandbox's plugins
    are on PATH, where Strata puts them.
    """
    diagnostic = event.get("diagnosticEvent")
    if diagnostic is None:
        return not event.keys() - {"sequence", "timestamp"}
    return diagnostic["severity"] == "debug" or bool(_PLUGIN_ON_PATH.search(diagnostic["message"]))


def cleaned(event: dict[str, Any], mask: Callable[[str], str], root: Path) -> dict[str, Any]:
    """An event whose texts hold no colours and no secret that the mask knows.

    Args:
        event: in the engine's format.
        mask: takes secrets out of a text. The engine does so for properties, but not for what a program prints.
        root: the project's folder; a failure of the program is told by its place in there.
    """
    for kind in ("diagnosticEvent", "stdoutEvent", "policyEvent"):
        if body := event.get(kind):
            message = mask(without_colours(body["message"]))
            event[kind] = body | {"message": explained(message, root)}
    return event


def without_colours(message: str) -> str:
    """A message without the engine's marks for colours."""
    return _COLOUR.sub("", message)


def explained(message: str, root: Path) -> str:
    """A message without Python's traceback: the places in the project, and what happened there, tell enough.

    Args:
        message: of a program, with or without a traceback.
        root: the project's folder.
    """
    _, found, traceback = message.partition(_TRACEBACK)
    if not found:
        return message
    lines = traceback.rstrip().splitlines()
    frames = [(Path(frame[1]), frame[2]) for line in lines if (frame := _FRAME.search(line))]
    own = [(file, line) for file, line in frames if file.is_relative_to(root) and "site-packages" not in file.parts]
    where = " → ".join(f"{file.relative_to(root)}:{line}" for file, line in own)
    # The last text that is not indented begins the error itself, which may go on for some lines.
    last = max((index for index, line in enumerate(lines) if line.startswith("  ")), default=0) + 1
    what = "\n".join(line for line in lines[last:] if line) or lines[-1].strip()
    return f"the program failed at {where}: {what}\n" if where else f"the program failed: {what}\n"


def _plain(value: Any) -> Any:
    """A value as JSON: events field by field, in camel case; what is in them as it is."""
    if isinstance(value, BaseEvent):
        return {_OWN_NAMES.get(name) or _camel(name): _plain(field) for name, field in vars(value).items()}
    if isinstance(value, Mapping):
        return {name: _plain(element) for name, element in value.items()}
    if isinstance(value, Enum):
        return value.value
    return value


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
