"""Loads the files of the tracking server's pods as its image would."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType

import pytest

SOURCES = Path(__file__).resolve().parents[3] / "workloads" / "tracking"

Load = Callable[[str, Mapping[str, ModuleType]], ModuleType]


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Load:
    """`load(file, libraries)`: run a file anew, with these libraries in the place of what the image has."""

    def load_file(file: str, libraries: Mapping[str, ModuleType]) -> ModuleType:
        for name, library in libraries.items():
            monkeypatch.setitem(sys.modules, name, library)
        spec = importlib.util.spec_from_file_location(Path(file).stem, SOURCES / file)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load_file


@pytest.fixture(autouse=True)
def in_a_pod(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variables a pod has, and none of whoever runs the tests."""
    for name in [name for name in os.environ if name.startswith(("AWS_", "DATABASE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
