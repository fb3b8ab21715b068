"""The first Ctrl-C asks, the second ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from cli.interrupts import FIRST, SECOND, interruptible


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_asks_the_engine_to_stop_and_tells_the_person(number: signal.Signals) -> None:
    cancel, told = threading.Event(), []
    with interruptible(cancel, told.append, lambda: told.append("restored")):
        os.kill(os.getpid(), number)
    assert cancel.is_set()
    assert told == [FIRST]


def test_a_closed_terminal_asks_and_never_ends_the_process() -> None:
    cancel, told = threading.Event(), []
    with interruptible(cancel, told.append, lambda: told.append("restored")):
        for _ in range(3):
            os.kill(os.getpid(), signal.SIGHUP)
    assert cancel.is_set()
    assert told == []


def test_under_nohup_a_closed_terminal_is_nothing() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible(cancel := threading.Event(), lambda _: None, lambda: None):
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert not cancel.is_set()


def test_afterwards_the_signals_are_as_before() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible(threading.Event(), lambda _: None, lambda: None):
        assert signal.getsignal(signal.SIGINT) is not before
    assert signal.getsignal(signal.SIGINT) is before


def test_the_second_ends_the_process_at_once_even_with_threads_at_work() -> None:
    program = (
        "import os, signal, threading\n"
        "from cli.interrupts import interruptible\n"
        "threading.Thread(target=threading.Event().wait).start()\n"
        "say = lambda text: print(text, flush=True)\n"
        "with interruptible(threading.Event(), say, lambda: say('restored')):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    say('went on')\n"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout.splitlines()) == (130, [FIRST, "restored", SECOND])
