"""The pipelines that a project has or is given."""

from __future__ import annotations

import json as codec
import sys
from collections.abc import Sequence

from rich.text import Text

from cli.command_name import command_name
from cli.render.console import console
from cli.render.screen import screen
from delivery import Change, Kind, Pipeline, Provider

_DONE = {Kind.NEW: "written", Kind.DIFFERENT: "overwritten", Kind.SAME: "unchanged"}
_WOULD = {Kind.NEW: "new", Kind.DIFFERENT: "differs", Kind.SAME: "unchanged"}
_STYLES = {"+": "green", "-": "red", "@": "cyan"}


def show_providers(seen: Sequence[Provider], *, json: bool) -> None:
    """The providers, which of them the project speaks for, and what to type."""
    command = f"{command_name()} ci init"
    rows = [
        {"provider": one.value, "runs": one.label, "seen here": one in seen, "write": f"{command} {one}"}
        for one in Provider
    ]
    screen(json=json).table(rows)


def show_changes(
    changes: Sequence[Change], pipeline: Pipeline, provider: Provider, *, written: bool, json: bool
) -> None:
    """What was written, or would be, with the differences to what is there."""
    words = _DONE if written else _WOULD
    if json:
        told = {
            "provider": provider.value,
            "environments": [one.name for one in pipeline.environments],
            "default branch": pipeline.branch,
            "written": written and any(change.kind is not Kind.SAME for change in changes),
            "files": [{"file": one.place, "state": words[one.kind], "diff": one.diff} for one in changes],
        }
        sys.stdout.write(codec.dumps(told, indent=2) + "\n")
        return
    out = console(sys.stdout)
    if not written:
        for line in (line for change in changes for line in change.diff.splitlines()):
            out.print(Text(line, style=_STYLES.get(line[:1], "")))
    if all(change.kind is Kind.SAME for change in changes):
        out.print(Text(f"nothing to do: the {len(changes)} files are as they would be written"))
        return
    screen(json=False).table([{"file": one.place, "": words[one.kind]} for one in changes])
    order = " → ".join(one.name for one in pipeline.environments)
    out.print(Text(f"\n{provider.label}: a merge into {pipeline.branch} goes to {order}"))
    if not pipeline.pinned:
        unpinned = "nothing pins what the pipelines install: commit the output of"
        out.print(Text(f"{unpinned} `uv pip compile --generate-hashes --output-file requirements.txt {pipeline.lock}`"))
    if written:
        out.print(Text(f"Next: set up what docs/ci.md tells for {provider.label}, then commit these files"))
