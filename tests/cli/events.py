"""Events as the engine tells them, for tests of what is shown."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from cli.render.console import console
from cli.render.progress import Progress

GOLDEN = Path(__file__).parent / "render" / "golden"
STACK = "urn:pulumi:dev::strata::pulumi:pulumi:Stack::strata-dev"


class Clock:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def golden(name: str) -> Iterator[dict[str, Any]]:
    """An event log that the official engine wrote, without its debug messages."""
    for line in (GOLDEN / f"{name}.events.jsonl").read_text().splitlines():
        yield json.loads(line)


def urn_of(token: str, name: str) -> str:
    return f"urn:pulumi:dev::strata::{token}::{name}"


def metadata(op: str, token: str, name: str, *, parent: str = STACK, **more: Any) -> dict[str, Any]:
    """A step's metadata; `old` and `new` may give inputs."""
    urn = urn_of(token, name)
    token = token.rpartition("$")[2]
    state: dict[str, Any] = {
        "type": token,
        "urn": urn,
        "parent": parent,
        "custom": not token.startswith(("strata:", "pulumi:pulumi")),
    }
    state |= {"inputs": {}, "outputs": {}}
    body: dict[str, Any] = {"op": op, "urn": urn, "type": token, "old": None, "new": None}
    if op != "create":
        body["old"] = state | more.pop("old", {})
    if op != "delete":
        body["new"] = state | more.pop("new", {})
    return body | more


def begin(op: str, token: str, name: str, **more: Any) -> dict[str, Any]:
    return {"resourcePreEvent": {"metadata": metadata(op, token, name, **more)}}


def end(op: str, token: str, name: str, **more: Any) -> dict[str, Any]:
    return {"resOutputsEvent": {"metadata": metadata(op, token, name, **more)}}


def fail(op: str, token: str, name: str, **more: Any) -> dict[str, Any]:
    return {"resOpFailedEvent": {"metadata": metadata(op, token, name, **more), "status": 0, "steps": 0}}


def error(urn: str, message: str) -> dict[str, Any]:
    return {"diagnosticEvent": {"urn": urn, "message": f"{message}\n", "severity": "error"}}


def whole(op: str, token: str, name: str, **more: Any) -> list[dict[str, Any]]:
    """A step from beginning to end."""
    return [begin(op, token, name, **more), end(op, token, name, **more)]


def seen(*events: dict[str, Any], plan: Progress | None = None, clock: Clock | None = None) -> Progress:
    """The progress after these events."""
    progress = Progress(plan, clock or Clock())
    for event in events:
        progress.see(event)
    return progress


def text(*parts: RenderableType) -> str:
    """What is printed where there is no terminal."""
    out = io.StringIO()
    shown = console(out)
    for part in parts:
        shown.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
