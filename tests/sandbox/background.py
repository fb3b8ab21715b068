"""What tests of the background server need: to act as another command, and to wait with a bound."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WAIT_S = 30.0


def command(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A Python program in a process of its own, as a command of the CLI is one."""
    line = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def output(process: subprocess.Popen[str]) -> str:
    """What a program printed, once it has ended well."""
    printed, complaints = process.communicate(timeout=120)
    assert process.returncode == 0, complaints
    return printed.strip()


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether something comes to hold within the bound."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False
