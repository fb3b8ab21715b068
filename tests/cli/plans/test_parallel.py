"""Each stack in a process of its own: what they return, how they fail, and that none outlives the command."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from cli.errors import PlanFailed, UsageError
from cli.exit_codes import ExitCode
from cli.plans.parallel import Failure, Job, Tell, side_by_side
from engine.errors import EngineError, StackNotFound


def nobody(_name: str, _count: int) -> None:
    """Shows nothing."""


def test_what_each_returns_in_the_order_of_the_jobs() -> None:
    jobs = [Job("slow", lambda _: time.sleep(0.2) or os.getpid()), Job("quick", lambda _: os.getpid())]
    found = side_by_side(jobs, nobody)
    assert list(found) == ["slow", "quick"]
    assert len({os.getpid(), *found.values()}) == 3  # type: ignore[arg-type]


def test_progress_is_told_by_name() -> None:
    shown: list[tuple[str, int]] = []

    def work(tell: Tell) -> str:
        tell(20)
        tell(40)
        return "done"

    side_by_side([Job("dev", work)], lambda name, count: shown.append((name, count)))
    assert [one for one in shown if one[0]] == [("dev", 20), ("dev", 40)]


@pytest.mark.parametrize(
    ("error", "messages", "code"),
    [
        (PlanFailed(["one", "two"]), ("one", "two"), ExitCode.USAGE),
        (UsageError("wrong"), ("wrong",), ExitCode.USAGE),
        (EngineError("broken"), ("broken",), ExitCode.FAILED),
        (StackNotFound("none"), ("none",), ExitCode.USAGE),
    ],
)
def test_a_failure_is_told_and_does_not_keep_the_others(
    error: Exception, messages: tuple[str, ...], code: ExitCode
) -> None:
    def fail(_: Tell) -> int:
        raise error

    found = side_by_side([Job("dev", fail), Job("prod", lambda _: 1)], nobody)
    failure = found["dev"]
    assert isinstance(failure, Failure)
    assert (tuple(failure.messages), failure.code) == (messages, code)
    assert found["prod"] == 1


def test_a_defect_is_told_as_one(capfd: pytest.CaptureFixture[str]) -> None:
    def fail(_: Tell) -> int:
        raise ValueError("unforeseen")

    failure = side_by_side([Job("dev", fail)], nobody)["dev"]
    assert isinstance(failure, Failure)
    assert "Strata has a bug" in failure.messages[0]
    assert "test_parallel.py" in capfd.readouterr().err


def test_a_process_that_is_killed_is_told() -> None:
    def end(_: Tell) -> int:
        os._exit(9)

    failure = side_by_side([Job("dev", end)], nobody)["dev"]
    assert isinstance(failure, Failure)
    assert "without a word" in failure.messages[0]


def test_nothing_outlives_an_interrupt(tmp_path: Path) -> None:
    def work(tell: Tell) -> int:
        (tmp_path / "pid").write_text(str(os.getpid()))
        tell(1)
        time.sleep(600)
        return 0

    def interrupted(name: str, _count: int) -> None:
        if name:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        side_by_side([Job("dev", work)], interrupted)
    pid = int((tmp_path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
