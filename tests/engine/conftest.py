"""Fixtures of the engine's tests: a stack whose only provider keeps its resources in memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.memory_provider import Cloud
from tests.harness import Deployer


@pytest.fixture
def cloud() -> Cloud:
    """What the in-memory provider manages."""
    return Cloud()


@pytest.fixture
def stack(tmp_path: Path, cloud: Cloud) -> Deployer:
    """A stack with package `test` served from memory."""
    return Deployer(folder=tmp_path, providers={"test": cloud})
