"""What the security jobs look for is found: their own commands run the real scanners, as far as they are installed."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from delivery import Provider
from tests.delivery.conftest import Machine
from tests.delivery.test_commands import JOBS

pytestmark = pytest.mark.slow

SECRET = "AKIA" + "Q3EGV7XJ4N6TZK2P"
UNSAFE_CODE = "import subprocess\n\n\ndef run(command):\n    return subprocess.run(command, shell=True)\n"
UNSAFE_WORKFLOW = """\
name: unsafe
on: pull_request_target
permissions: write-all
jobs:
  greet:
    runs-on: ubuntu-24.04
    steps:
      - run: echo "${{ github.event.pull_request.title }}"
"""


def real(name: str) -> str:
    """Where a scanner is installed; skips the test if it is not."""
    places = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = shutil.which(name, path=places)
    if found is None:
        pytest.skip(f"{name} is not on PATH, so whether it finds what it should is not looked at here")
    return found


def install(machine: Machine, launcher: str, scanner: str) -> None:
    """Have a launcher, `go run …` or `pipx run …`, run a scanner that is installed."""
    place = machine.folder / "tools" / launcher
    place.unlink()
    place.write_text(f'#!/bin/sh\nshift 2\nexec {real(scanner)} "$@"\n')
    place.chmod(0o755)


def scan(machine: Machine, job: str, scanner: str) -> int:
    """Run the script of the job that calls a scanner; its exit status."""
    (script,) = [one for one in JOBS[Provider.GITHUB][f"security.yml: {job}"] if scanner in one.text]
    return machine.run(script.text, {}).returncode


def test_a_secret_is_found_even_when_it_was_taken_back(machine: Machine) -> None:
    install(machine, "go", "gitleaks")
    assert scan(machine, "secrets", "gitleaks") == 0
    leak = machine.root / "settings.py"
    leak.write_text(f'key = "{SECRET}"\n')
    machine.git("add", "settings.py")
    machine.git("commit", "--quiet", "--message", "Leak")
    machine.git("rm", "--quiet", "settings.py")
    machine.git("commit", "--quiet", "--message", "Take it back")
    assert scan(machine, "secrets", "gitleaks") == 1


def test_unsafe_code_is_found(machine: Machine) -> None:
    install(machine, "pipx", "bandit")
    assert scan(machine, "code", "bandit") == 0
    (machine.root / "run.py").write_text(UNSAFE_CODE)
    assert scan(machine, "code", "bandit") == 1


def test_an_unsafe_workflow_is_found_and_those_that_were_written_are_none(machine: Machine) -> None:
    install(machine, "pipx", "zizmor")
    assert scan(machine, "code", "zizmor") == 0
    (machine.root / ".github" / "workflows" / "unsafe.yml").write_text(UNSAFE_WORKFLOW)
    assert scan(machine, "code", "zizmor") != 0
