"""Waits are bounded, spread by chance, told, and cut short by an interrupt."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from sandbox.patience import Patience, Verb, Waiting, current, within

URN = "urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs"


@dataclass
class Clock:
    """A clock that only waiting moves on."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def pause(self, cancelled: threading.Event, wait_s: float) -> bool:
        self.waits.append(wait_s)
        self.now += wait_s
        return cancelled.is_set()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def waiting(clock: Clock, log: Any = None, **patience: Any) -> Waiting:
    chosen = Patience(**{"chance": lambda: 1.0, "clock": clock, "pause": clock.pause, **patience})
    verb = Verb(URN, patience=chosen)
    if log:
        verb.log = log
    return verb.waiting()


def test_waits_double_up_to_the_longest_and_end_with_the_attempts(clock: Clock) -> None:
    asked = waiting(clock, attempts_max=6, first_s=1, longest_s=6)
    assert [asked.again("busy") for _ in range(6)] == [True] * 5 + [False]
    assert clock.waits == [1, 2, 4, 6, 6]
    assert asked.story == "6 attempts within 19.0 s; the same command goes on from here once the cause has passed"


def test_every_wait_is_a_share_by_chance_of_the_longest_one(clock: Clock) -> None:
    asked = waiting(clock, first_s=1, chance=iter([0.0, 0.5, 0.25]).__next__)
    assert all(asked.again("busy") for _ in range(3))
    assert clock.waits == [0, 1, 1]


def test_no_attempt_begins_after_the_total(clock: Clock) -> None:
    asked = waiting(clock, attempts_max=100, first_s=8, longest_s=8, total_max_s=20)
    assert [asked.again("busy") for _ in range(3)] == [True, True, False]
    assert sum(clock.waits) <= 20


def test_the_wait_that_the_other_side_asks_for_is_kept_within_the_total(clock: Clock) -> None:
    asked = waiting(clock, first_s=1, total_max_s=60)
    assert asked.again("busy", 30.0)
    assert not asked.again("busy", 31.0)
    assert clock.waits == [30]


def test_what_was_tried_once_has_no_story(clock: Clock) -> None:
    assert waiting(clock).story == ""


def test_an_interrupt_ends_the_wait_under_way_and_all_others(clock: Clock) -> None:
    def interrupted(cancelled: threading.Event, _wait_s: float) -> bool:
        cancelled.set()
        return True

    verb = Verb(patience=Patience(clock=clock, pause=interrupted))
    asked = verb.waiting()
    assert not asked.again("busy")
    assert not verb.waiting().again("busy")
    assert asked.story == "1 attempt within 0.0 s; cut short by the interrupt"


def test_an_interrupt_wakes_who_really_waits() -> None:
    verb = Verb(patience=Patience(chance=lambda: 1.0, first_s=60, longest_s=60, total_max_s=600))
    going_on: list[bool] = []
    thread = threading.Thread(target=lambda: going_on.append(verb.waiting().again("busy")))
    thread.start()
    verb.cancelled.set()
    thread.join(10)
    assert going_on == [False]


def test_each_wait_is_told_with_its_reason_beforehand(clock: Clock) -> None:
    told: list[Any] = []
    asked = waiting(clock, lambda *message, **options: told.append((*message, options)), attempts_max=2, first_s=1)
    assert asked.again("AWS throttles requests")
    assert not asked.again("AWS throttles requests")
    assert told == [("info", "AWS throttles requests; attempt 2 of 2 in 1.0 s", URN, {"ephemeral": True})]


def test_a_verb_is_known_to_what_happens_within_and_to_nothing_else() -> None:
    with within(Verb("outer")):
        with within(Verb("inner")):
            assert current().urn == "inner"
        assert current().urn == "outer"
    assert current().urn == ""
