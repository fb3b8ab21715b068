"""The Python that runs this."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from doctor import Outcome, Subject
from doctor.checks.python import CHECK, NEWEST, OLDEST, judge

ROOT = Path(__file__).parents[3]


def test_this_python_is_one_that_serves(subject: Subject) -> None:
    assert CHECK.run(subject).outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("version", "outcome"), [((3, 10), Outcome.FAIL), ((3, 14), Outcome.PASS), ((3, 15), Outcome.FAIL)]
)
def test_versions(version: tuple[int, int], outcome: Outcome) -> None:
    assert judge(version, isolated=True).outcome is outcome


def test_packages_that_are_shared_are_a_warning() -> None:
    found = judge((3, 12), isolated=False)
    assert (found.outcome, found.found.startswith("Python 3.12, outside of a virtual environment")) == (
        Outcome.WARN,
        True,
    )


def test_the_span_is_that_of_the_project_and_of_its_environment() -> None:
    spec = importlib.util.spec_from_file_location("environment", ROOT / "scripts" / "environment.py")
    assert spec is not None
    assert spec.loader is not None
    environment = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(environment)
    assert (OLDEST, NEWEST) == (environment.OLDEST, environment.NEWEST)
    found = re.search(r'requires-python = ">=3\.(\d+),<3\.(\d+)"', (ROOT / "pyproject.toml").read_text())
    assert found is not None
    assert (int(found[1]), int(found[2]) - 1) == (OLDEST[1], NEWEST[1])
