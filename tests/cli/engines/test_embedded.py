"""The embedded engine as commands use it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cli.choices import Choices
from cli.engines.embedded import EmbeddedEngine
from cli.workspace import Workspace
from tests.cli.conftest import Small


def engine_of(project: Small, monkeypatch: pytest.MonkeyPatch) -> EmbeddedEngine:
    monkeypatch.chdir(project.root)
    monkeypatch.setenv("STRATA_HOME", str(project.home.parent))
    engine = EmbeddedEngine(Workspace.find(), "dev")
    engine.start()
    return engine


def test_a_dry_up_is_a_preview_whose_events_are_the_official_ones(
    fresh: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[Mapping[str, Any]] = []
    engine = engine_of(fresh, monkeypatch)
    summary = engine.run("up", Choices(), dry_run=True, cancel=threading.Event(), on_event=events.append)
    assert summary.changes["create"] == 4
    assert {name for event in events for name in event} >= {"resourcePreEvent", "summaryEvent", "sequence"}
    assert not Path(engine.whereabouts().state).exists()


def test_whereabouts_are_told_as_seen_from_here(fresh: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = engine_of(fresh, monkeypatch)
    elsewhere = engine.whereabouts()
    assert elsewhere.state == str(fresh.home / ".pulumi" / "stacks" / fresh.name / "dev.json")
    assert elsewhere.endpoint
    assert elsewhere.endpoint.startswith("http://127.0.0.1:")
    assert elsewhere.region == "us-east-1"
    monkeypatch.chdir(fresh.home)
    assert engine.whereabouts().state == f".pulumi/stacks/{fresh.name}/dev.json"
