"""Fixtures of the engine's tests: a stack whose only provider keeps its resources in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import secrets
from tests.engine.memory_provider import Cloud
from tests.engine.small_project import SmallProject
from tests.harness import Deployer


@pytest.fixture
def cloud() -> Cloud:
    """What the in-memory provider manages."""
    return Cloud()


@pytest.fixture
def stack(tmp_path: Path, cloud: Cloud) -> Deployer:
    """A stack with package `test` served from memory."""
    return Deployer(folder=tmp_path, providers={"test": cloud})


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A key takes a third of a second on purpose; with many salts a test would take minutes."""
    secrets._derive.cache_clear()
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    yield
    secrets._derive.cache_clear()


@pytest.fixture
def small(tmp_path: Path, quick_keys: None) -> SmallProject:
    """A project whose stack dev has three queues, and whose stack prod was never brought up."""
    return SmallProject(tmp_path / "small")
