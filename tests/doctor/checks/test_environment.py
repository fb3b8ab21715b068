"""The virtual environment against the lock files, by what scripts/environment.py leaves behind."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from doctor import CannotTell, Outcome, Subject
from doctor.checks.environment import CHECK

SCRIPT = Path(__file__).parents[3] / "scripts" / "environment.py"


@pytest.fixture
def root(subject: Subject, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose environment was just built, but for the packages."""
    root = subject.root
    for folder in ("scripts", "locks", ".venv/bin"):
        (root / folder).mkdir(parents=True)
    (root / "scripts" / "environment.py").write_bytes(SCRIPT.read_bytes())
    (root / "pyproject.toml").write_text("[project]\n")
    for lock in ("runtime", "test"):
        (root / "locks" / f"{lock}.txt").write_text(f"# {lock}\n")
    spec = importlib.util.spec_from_file_location("environment", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    environment: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(environment)
    monkeypatch.setattr(environment, "create", lambda _: None)
    monkeypatch.setattr(environment, "install", lambda *_: None)
    environment.prepare(root, "test")
    return root


def test_what_was_just_built_is_up_to_date(subject: Subject, root: Path) -> None:
    found = CHECK.run(subject)
    python = "{}.{}".format(*sys.version_info)
    assert (found.outcome, found.found) == (Outcome.PASS, f".venv holds what locks/test.txt says (Python {python})")


@pytest.mark.parametrize("file", ["locks/runtime.txt", "locks/test.txt", "pyproject.toml"])
def test_what_has_changed_since_fails(subject: Subject, root: Path, file: str) -> None:
    (root / file).write_text("changed\n")
    found = CHECK.run(subject)
    assert (found.outcome, found.found) == (Outcome.FAIL, f".venv is older than {file}")
    assert found.mend == "python3 scripts/environment.py test"


def test_an_environment_of_the_runtime_lock_alone(subject: Subject, root: Path) -> None:
    stamp = json.loads((root / ".venv" / "strata.json").read_text())
    del stamp["test"]
    (root / ".venv" / "strata.json").write_text(json.dumps(stamp))
    (root / "locks" / "test.txt").write_text("changed\n")
    assert CHECK.run(subject).outcome is Outcome.PASS
    (root / "locks" / "runtime.txt").write_text("changed\n")
    assert CHECK.run(subject).mend == "python3 scripts/environment.py runtime"


@pytest.mark.parametrize("stamp", [None, "not JSON", "[]"])
def test_an_environment_that_does_not_say_what_it_holds_is_a_warning(
    subject: Subject, root: Path, stamp: str | None
) -> None:
    file = root / ".venv" / "strata.json"
    file.unlink() if stamp is None else file.write_text(stamp)
    assert CHECK.run(subject).outcome is Outcome.WARN


def test_no_environment_fails(subject: Subject, root: Path) -> None:
    (root / ".venv").rename(root / "gone")
    assert CHECK.run(subject).outcome is Outcome.FAIL


def test_a_project_without_that_script_is_left_out(subject: Subject) -> None:
    with pytest.raises(CannotTell, match=r"has no scripts/environment\.py"):
        CHECK.run(subject)
