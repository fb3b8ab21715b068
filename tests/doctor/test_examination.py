"""Checks run side by side; none that hangs or breaks keeps the others from being told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from doctor import CannotTell, Check, Finding, Group, Outcome, Result, Subject, examine
from doctor.check import passed
from engine.errors import StateError


def check(name: str, run: object, limit_s: float = 0.0) -> Check:
    return Check(name, Group.MACHINE, "Nothing.", run, limit_s)  # type: ignore[arg-type]


def raising(error: Exception) -> Check:
    def run(_: Subject) -> Finding:
        raise error

    return check(type(error).__name__, run)


@pytest.fixture
def never() -> Iterator[threading.Event]:
    """What checks wait for that hang; they end with the test."""
    event = threading.Event()
    yield event
    event.set()


def hanging(never: threading.Event, name: str = "hanging", limit_s: float = 0.0) -> Check:
    def run(_: Subject) -> Finding:
        never.wait(60)
        return passed("too late")

    return check(name, run, limit_s)


FINE = check("fine", lambda _: passed("all is well"))


def test_results_come_in_the_order_of_the_checks_and_are_told_as_they_come(subject: Subject) -> None:
    first_may_end = threading.Event()

    def slow(_: Subject) -> Finding:
        assert first_may_end.wait(10)
        return passed("at last")

    told: list[str] = []

    def tell(result: Result) -> None:
        told.append(result.check.name)
        first_may_end.set()

    results = examine([[check("slow", slow), FINE]], subject, on_result=tell)
    assert [result.check.name for result in results] == ["slow", "fine"]
    assert told == ["fine", "slow"]
    assert not any(result.is_late for result in results)


def test_a_check_that_hangs_fails_when_its_time_is_up(subject: Subject, never: threading.Event) -> None:
    first, second = examine([[hanging(never), FINE]], subject, on_result=lambda _: None, limit_s=0.05)
    assert (first.is_late, first.finding.outcome) == (True, Outcome.FAIL)
    assert first.finding.found == "no answer within 0.05 s"
    assert second.finding.outcome is Outcome.PASS


def test_a_check_may_have_more_time_than_others(subject: Subject, never: threading.Event) -> None:
    results = examine(
        [[hanging(never, "patient", 0.3), hanging(never)]], subject, on_result=lambda _: None, limit_s=0.05
    )
    assert [result.finding.found for result in results] == ["no answer within 0.3 s", "no answer within 0.05 s"]


def test_the_next_stage_begins_when_the_one_before_has_ended(subject: Subject) -> None:
    seen: list[str] = []
    stages = [[check(name, lambda _, name=name: seen.append(name) or passed(""))] for name in "abc"]
    examine(stages, subject, on_result=lambda _: None)
    assert seen == ["a", "b", "c"]


def test_what_cannot_be_looked_at_is_skipped_and_says_why(subject: Subject) -> None:
    (result,) = examine([[raising(CannotTell("no stack is named"))]], subject, on_result=lambda _: None)
    assert result.finding == Finding(Outcome.SKIPPED, "no stack is named")


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StateError("the state is damaged"), "the check itself broke: StateError: the state is damaged"),
        (OSError(28, "No space left"), "the check itself broke: OSError: [Errno 28] No space left"),
        # What an unforeseen error says may quote a secret.
        (ValueError("s3cr3t"), "the check itself broke: ValueError at test_examination.py:"),
    ],
)
def test_a_check_that_breaks_is_its_own_failure(subject: Subject, error: Exception, told: str) -> None:
    results = examine([[raising(error), FINE]], subject, on_result=lambda _: None)
    assert [result.finding.outcome for result in results] == [Outcome.FAIL, Outcome.PASS]
    assert results[0].finding.found.startswith(told)
    assert "s3cr3t" not in results[0].finding.found


def test_what_the_sandbox_does_not_know_is_skipped(subject: Subject) -> None:
    gap = ClientError({"Error": {"Code": "NotImplemented", "Message": "no such thing"}}, "GetIt")
    refusal = ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "GetIt")
    results = examine([[raising(gap), raising(refusal)]], subject, on_result=lambda _: None)
    assert [result.finding.outcome for result in results] == [Outcome.SKIPPED, Outcome.FAIL]
    assert results[0].finding.found.startswith("the sandbox cannot tell: ")
