"""Runs checks side by side, each within its time: none that hangs or breaks keeps the others from being told."""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from doctor.check import CannotTell, Check, Finding, Result, failed, skipped
from doctor.subject import Subject
from engine.errors import EngineError
from sandbox.errors import SandboxError

LIMIT_S: Final = 20.0
"""How long a check may take, in seconds, unless it says otherwise."""

_FORESEEN: Final = (BotoCoreError, ClientError, EngineError, OSError, SandboxError)
"""Errors whose message is for people."""

OnResult = Callable[[Result], None]


def examine(
    stages: Sequence[Sequence[Check]], subject: Subject, *, on_result: OnResult, limit_s: float = LIMIT_S
) -> list[Result]:
    """Run checks, those of a stage side by side, and the next stage when all of them have ended.

    A check that is still at work when its time is up has failed, and is left behind: its thread ends with the process.

    Args:
        stages: the checks. A stage may need what an earlier one has found.
        subject: what they look at.
        on_result: told of each result as soon as it is there, by the calling thread.
        limit_s: how long each check may take, in seconds.

    Returns:
        The results, in the order of the checks.
    """
    found: dict[int, Result] = {}
    for stage in stages:
        found |= _at_once(stage, subject, on_result, limit_s)
    return [found[id(check)] for stage in stages for check in stage]


def _at_once(checks: Sequence[Check], subject: Subject, on_result: OnResult, limit_s: float) -> dict[int, Result]:
    results: queue.SimpleQueue[Result] = queue.SimpleQueue()
    begun = time.monotonic()
    limits = {id(check): (check, max(limit_s, check.limit_s)) for check in checks}
    for check in checks:
        threading.Thread(
            target=lambda one: results.put(_run(one, subject)), args=(check,), name=check.name, daemon=True
        ).start()
    found: dict[int, Result] = {}
    while missing := {key: limits[key] for key in limits.keys() - found.keys()}:
        passed_s = time.monotonic() - begun
        late = [
            Result(check, _late(limit), limit, is_late=True) for check, limit in missing.values() if limit <= passed_s
        ]
        try:
            wait_s = min(limit for _, limit in missing.values()) - passed_s
            ended = late or [results.get(timeout=max(0.0, wait_s))]
        except queue.Empty:
            continue
        for result in ended:
            if id(result.check) not in found:  # else it came after its time was up, which has been told
                found[id(result.check)] = result
                on_result(result)
    return found


def _run(check: Check, subject: Subject) -> Result:
    begun = time.monotonic()
    try:
        finding = check.run(subject)
    except CannotTell as reason:
        finding = skipped(str(reason))
    except Exception as error:  # noqa: BLE001 - whatever breaks in one check is told, and the others go on
        lacking = isinstance(error, ClientError) and error.response.get("Error", {}).get("Code") == "NotImplemented"
        finding = skipped(f"the sandbox cannot tell: {_said(error)}") if lacking else _broken(error)
    return Result(check, finding, time.monotonic() - begun)


def _broken(error: Exception) -> Finding:
    """A check that broke. What an unforeseen error says is left out: it may quote a secret."""
    said = _said(error) if isinstance(error, _FORESEEN) else ""
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    return failed(
        f"the check itself broke: {type(error).__name__}{f': {said}' if said else f' at {where}'}",
        "the other checks stand; if it breaks again, it is a defect to report",
    )


def _said(error: Exception) -> str:
    return " ".join(str(error).split())


def _late(limit_s: float) -> Finding:
    return failed(f"no answer within {limit_s:g} s", "try again; --timeout SECONDS waits longer")
