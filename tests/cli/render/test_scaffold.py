"""What is asked before a project is made, and what is shown of it."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from cli.render.scaffold import ask, show_addition, show_project, show_update
from scaffold.merging import Change, Fate

CHANGES = [
    Change(Path("a"), Fate.UPDATED, b"1\n", b"2\n"),
    Change(Path("b"), Fate.KEPT, b"own\n", b"own\n"),
    Change(Path("c"), Fate.CONFLICT, b"1\n", b"<<<<<<< yours\n"),
]


def test_a_question_is_asked_until_the_answer_is_allowed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("bad\n\n"))
    assert ask("Which?", "[red]", lambda answer: "not so" if answer == "bad" else "") == "[red]"
    assert capsys.readouterr().out == "Which? [[red]] not so\nWhich? [[red]] "


def test_a_new_project_and_what_to_type_next(capsys: pytest.CaptureFixture[str]) -> None:
    facts = {"name": "acme-ml", "environments": ["staging", "prod"]}
    show_project(Path("here"), facts, [Path("Makefile"), Path("a/b")], written=True, json=False)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[:5] == ["  here/Makefile", "  here/a/b", "wrote 2 files to here", "", "Next:"]
    assert lines[5] == "  cd here"
    assert any(" up staging --sandbox " in line for line in lines)
    show_project(Path("here"), facts, [Path("Makefile")], written=False, json=True)
    assert json.loads(capsys.readouterr().out) == {**facts, "folder": "here", "files": ["Makefile"], "written": False}


def test_an_update(capsys: pytest.CaptureFixture[str]) -> None:
    show_update(CHANGES, written=True, diffs=False, json=False)
    assert capsys.readouterr().out.splitlines() == [
        "updated   a",
        "kept      b: yours, though the template has changed it",
        "conflict  c",
    ]
    show_update(CHANGES[:1], written=False, diffs=True, json=False)
    assert capsys.readouterr().out.startswith("--- a/a\n+++ b/a\n@@ -1 +1 @@\n-1\n+2\n")
    show_update([], written=False, diffs=True, json=False)
    assert capsys.readouterr().out == "nothing to do: the project is as the template has it\n"
    show_update(CHANGES[1:2], written=True, diffs=False, json=True)
    told = {"files": [{"file": "b", "fate": "kept", "diff": ""}], "written": True}
    assert json.loads(capsys.readouterr().out) == told


def test_an_addition(capsys: pytest.CaptureFixture[str]) -> None:
    told = {"stack": "dev", "kind": "team", "name": "a", "file": "f", "line": 7, "written": True, "diff": "+x [bold]\n"}
    show_addition(told, json=False)
    shown = capsys.readouterr().out.splitlines()
    assert shown[:2] == ["+x [bold]", "added team a to f, line 7"]
    assert shown[2].endswith("up dev --sandbox  carries it out")
    show_addition(told | {"written": False}, json=False)
    assert capsys.readouterr().out.splitlines()[1:] == ["would add team a to f, line 7"]
    show_addition(told, json=True)
    assert json.loads(capsys.readouterr().out) == told
