"""What is asked before a project is made, and what is written into it."""

from __future__ import annotations

import json as codec
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from cli.command_name import command_name
from cli.render.console import console
from scaffold.merging import Change, Fate

_STYLES = {"+": "green", "-": "red", "@": "cyan"}
_FATES = {Fate.CONFLICT: "bold red", Fate.KEPT: "yellow"}


def ask(question: str, default: str, mistake: Callable[[str], str]) -> str:
    """Ask a person until the answer is allowed; an empty one is the default."""
    out = console(sys.stdout)
    shown = f"{question} [{default}] " if default else f"{question} "
    while True:
        answer = out.input(Text(shown)).strip() or default
        if not (wrong := mistake(answer)):
            return answer
        out.print(Text(wrong, "red"))


def show_project(folder: Path, facts: Mapping[str, Any], files: Sequence[Path], *, written: bool, json: bool) -> None:
    """A new project: its files, and what to type next."""
    listed = [str(path) for path in files]
    told = {**facts, "folder": str(folder), "files": listed, "written": written}
    if json:
        _print_json(told)
        return
    out = console(sys.stdout)
    for name in listed:
        out.print(Text(f"  {folder / name}"))
    out.print(Text(f"{'wrote' if written else 'would write'} {len(files)} files to {folder}", "bold"))
    if not written:
        return
    first = facts["environments"][0]
    steps = {
        f"cd {folder}": "",
        "git init && git add . && git commit -m 'Begin'": "updates merge into what is committed",
        "make install": "makes .venv, with Strata in it",
        f"{command_name()} up {first} --sandbox": "brings the whole platform up on this machine",
        f"{command_name()} add team NAME --stack {first}": "your own in the place of the example",
    }
    width = max(map(len, steps))
    out.print(Text("\nNext:"))
    for step, why in steps.items():
        out.print(Text(f"  {step:<{width}}  ").append(why, "dim"))


def show_update(changes: Sequence[Change], *, written: bool, diffs: bool, json: bool) -> None:
    """What becomes, or has become, of the files of a project."""
    if json:
        files = [{"file": str(one.path), "fate": one.fate.value, "diff": one.diff} for one in changes]
        _print_json({"files": files, "written": written})
        return
    out = console(sys.stdout)
    if diffs:
        show_diff("".join(change.diff for change in changes))
    for change in changes:
        why = ": yours, though the template has changed it" if change.fate is Fate.KEPT else ""
        out.print(Text(f"{change.fate.value:<9} {change.path}{why}", _FATES.get(change.fate, "")))
    if not changes:
        out.print(Text("nothing to do: the project is as the template has it"))


def show_addition(told: Mapping[str, Any], *, json: bool) -> None:
    """What a stack file gets: the difference, and what to type next."""
    if json:
        _print_json(told)
        return
    out = console(sys.stdout)
    show_diff(str(told["diff"]))
    done = "added" if told["written"] else "would add"
    out.print(Text(f"{done} {told['kind']} {told['name']} to {told['file']}, line {told['line']}", "bold"))
    if told["written"]:
        out.print(Text(f"  {command_name()} up {told['stack']} --sandbox").append("  carries it out", "dim"))


def show_diff(diff: str) -> None:
    """A unified difference, coloured where that can be seen."""
    out = console(sys.stdout)
    for line in diff.splitlines():
        out.print(Text(line, _STYLES.get(line[:1], "")))


def _print_json(told: Mapping[str, Any]) -> None:
    sys.stdout.write(codec.dumps(told, indent=2) + "\n")
