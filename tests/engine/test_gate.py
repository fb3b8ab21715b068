"""The gate bounds the work under way, and stops it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from engine.gate import Gate, Stopped


def test_open_gate_lets_through() -> None:
    gate = Gate(1, threading.Event())
    assert not gate.closed
    gate.check()
    with gate.slot():
        pass


@pytest.mark.parametrize("by", ["failure", "interrupt"])
def test_closed_gate_lets_nothing_new_start(by: str) -> None:
    gate = Gate(1, threading.Event())
    if by == "failure":
        gate.close()
    else:
        gate.cancel.set()
    assert gate.closed
    with pytest.raises(Stopped):
        gate.check()
    with pytest.raises(Stopped), gate.slot():
        raise AssertionError("nothing may start")


def test_failure_does_not_look_like_an_interrupt() -> None:
    gate = Gate(1, threading.Event())
    gate.close()
    assert not gate.cancel.is_set()


def test_what_waited_for_a_turn_does_not_start_once_the_gate_is_closed() -> None:
    gate = Gate(1, threading.Event())
    waiting = threading.Event()

    def wait_for_a_turn() -> str:
        waiting.set()
        try:
            with gate.slot():
                return "started"
        except Stopped:
            return "stopped"

    with ThreadPoolExecutor(1) as pool:
        with gate.slot():
            late = pool.submit(wait_for_a_turn)
            assert waiting.wait(10)
            gate.close()
        assert late.result(10) == "stopped"


def test_slots_are_given_back_after_errors_and_refusals() -> None:
    gate = Gate(1, threading.Event())
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.slot():
            raise ZeroDivisionError
    with gate.slot():
        pass


def test_at_least_one_thing_runs_at_a_time() -> None:
    with Gate(0, threading.Event()).slot():
        pass


@pytest.mark.parametrize("parallel", [1, 3])
def test_no_more_than_allowed_run_at_a_time(parallel: int) -> None:
    gate = Gate(parallel, threading.Event())
    with ExitStack() as running:
        for _ in range(parallel):
            running.enter_context(gate.slot())
        assert not gate._slots.acquire(blocking=False)
