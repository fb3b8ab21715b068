"""Pipelines are shown with what became of each file."""

from __future__ import annotations

import json

import pytest

from cli.render.pipelines import show_changes, show_providers
from delivery import Change, Environment, Kind, Pipeline, Provider

PIPELINE = Pipeline(
    project="small",
    environments=(Environment("dev"), Environment("prod")),
    branch="main",
    runner="",
    install="true",
    lock="pyproject.toml",
    pulumi="3.272.0",
)
CHANGES = [Change("a", Kind.NEW, "x"), Change("b", Kind.SAME, "x"), Change("c", Kind.DIFFERENT, "x", "-old\n+x\n")]


def test_what_was_written(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(CHANGES, PIPELINE, Provider.GITLAB, written=True, json=False)
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[1:4]] == [["a", "written"], ["b", "unchanged"], ["c", "overwritten"]]
    assert lines[-1] == "Next: set up what docs/ci.md tells for GitLab CI, then commit these files"


def test_what_would_be_comes_with_its_differences(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(CHANGES, PIPELINE, Provider.GITLAB, written=False, json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["-old", "+x"]
    assert [line.split() for line in lines[3:6]] == [["a", "new"], ["b", "unchanged"], ["c", "differs"]]
    assert not any(line.startswith("Next") for line in lines)


def test_that_nothing_pins_what_is_installed_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(CHANGES, PIPELINE, Provider.GITLAB, written=True, json=False)
    assert "nothing pins what the pipelines install" in capsys.readouterr().out


def test_providers_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_providers([Provider.JENKINS], json=True)
    told = json.loads(capsys.readouterr().out)
    assert [(one["provider"], one["runs"], one["seen here"]) for one in told] == [
        ("github", "GitHub Actions", False),
        ("gitlab", "GitLab CI", False),
        ("jenkins", "Jenkins", True),
    ]
