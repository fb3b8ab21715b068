"""The Python that runs this, and where its packages come from."""

from __future__ import annotations

import sys
from typing import Final

from doctor.check import Check, Finding, Group, failed, passed, warned
from doctor.subject import Subject

OLDEST: Final = (3, 11)
NEWEST: Final = (3, 14)
"""As `requires-python` of pyproject.toml has it."""


def _run(subject: Subject) -> Finding:  # noqa: ARG001
    return judge(sys.version_info[:2], isolated=sys.prefix != sys.base_prefix)


def judge(version: tuple[int, int], *, isolated: bool) -> Finding:
    """What is to be said of a Python.

    Args:
        version: major and minor.
        isolated: whether it is that of a virtual environment.
    """
    named = f"Python {version[0]}.{version[1]}"
    if not OLDEST <= version <= NEWEST:
        span = f"{OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}"
        return failed(f"{named}; needed is {span}", "python3.12 scripts/environment.py runtime")
    if not isolated:
        return warned(
            f"{named}, outside of a virtual environment: its packages are shared with all else",
            "python3 -m venv .venv && .venv/bin/pip install -e .",
        )
    return passed(f"{named}, in {sys.prefix}")


CHECK: Final = Check(
    "python", Group.MACHINE, "The version of Python, and whether it has an environment of its own.", _run
)
