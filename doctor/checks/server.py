"""The sandbox's AWS server."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import moto

from doctor.check import Check, Finding, Group, failed, passed, skipped, warned
from doctor.subject import Subject


def _run(subject: Subject) -> Finding:
    status, typed = subject.sandbox.status(), subject.typed
    if status.lost:
        return failed(f"what it held is lost: {status.lost}", f"{typed} sandbox reset && {typed} up --sandbox")
    if not status.running:
        return skipped(f"it is not running; `{typed} up --sandbox` starts it")
    began = datetime.fromisoformat(status.started or "")
    # What was installed since then is not what answers.
    installed = datetime.fromtimestamp(Path(moto.__file__).stat().st_mtime, UTC)
    if installed > began:
        return warned(
            f"it has run since {status.started}, and moto was installed after that: it answers as the old one",
            f"{typed} destroy --sandbox && {typed} sandbox stop",
        )
    region = f", region {subject.region}" if subject.region else ""
    stacks = len(status.stacks)
    return passed(f"{status.endpoint}{region}, moto {version('moto')}, {stacks} stack{'s' * (stacks != 1)}")


CHECK: Final = Check(
    "server", Group.SANDBOX, "Whether the sandbox's AWS server runs, still has what it held, and is up to date.", _run
)
