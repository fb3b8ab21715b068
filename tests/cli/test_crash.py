"""A defect of the command line shows where it is, and no value."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.crash import WITHHELD
from tests.secrecy import NASTY, found_in

BROKEN = """
import resource, sys, threading
from cli import crash
crash.prepare(show_secrets={show})
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
secret = {secret!r}

def broken():
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"no {{secret}}") from error

thread = threading.Thread(target=broken)
thread.start()
thread.join()
broken()
"""


def crash(*, show: bool) -> str:
    """What a process that crashes, in a thread and at last in whole, leaves on standard error."""
    program = BROKEN.format(show=show, secret=NASTY["quotes"])
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr


def test_places_and_kinds_are_told_and_no_value() -> None:
    told = crash(show=False)
    assert found_in(told, [NASTY["quotes"]]) == []
    one = f"KeyError: {WITHHELD}\n"
    assert told.count("Traceback (most recent call last):\n") == told.count(one) == 2
    assert told.count(", in broken\n") == 4
    assert told.endswith(f"ValueError: {WITHHELD}\n")


def test_everything_is_told_where_secrets_may_be_shown() -> None:
    told = crash(show=True)
    assert found_in(told, [NASTY["quotes"]]) == [NASTY["quotes"]]
    assert WITHHELD not in told


@pytest.mark.parametrize("arguments", [["up"], ["up", "--show-secrets"]])
def test_the_command_line_prepares_itself(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    from cli import main

    prepared: list[bool] = []
    monkeypatch.setattr("cli.crash.prepare", lambda *, show_secrets: prepared.append(show_secrets))
    monkeypatch.setattr("sys.argv", ["strata", *arguments])
    monkeypatch.setattr(main, "run", lambda arguments: 0)
    with pytest.raises(SystemExit):
        main.main()
    assert prepared == ["--show-secrets" in arguments]
