"""A real disk is full, or read-only: it is said, nothing is lost, and once there is space the next command goes on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
ALONE = ["unshare", "--map-root-user", "--mount"]


def can_mount() -> bool:
    """Whether this machine lets a process mount a file system that only it sees."""
    try:
        tried = subprocess.run([*ALONE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return tried.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="this machine does not let a process mount a file system of its own")
def test_a_full_and_a_read_only_disk(tmp_path: Path) -> None:
    command = [*ALONE, sys.executable, "-m", "tests.engine.full_disk", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    told: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    for each in told:
        assert (each["lost"], each["unannounced"]) == ([], []), each
        if each["part"] == "full":
            assert "No space left on device" in each["said"][-1]
            assert str(tmp_path / "state") in each["said"][-1]
        elif each["part"] == "read-only":
            assert "Read-only file system" in each["said"][0]
            assert each["made"] == 0
        else:
            assert each["said"] == [], each
    # The disk was full at once, in the middle, and at the end.
    assert len({each["made"] for each in told if each["part"] == "full"}) > 2
    assert {each["made"] for each in told if each["part"] == "space"} == {20}
    assert {each["made"] for each in told if each["part"] == "destroy"} == {0}
