"""Output is coloured only for people."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
from rich.text import Text

from cli.render.console import console, duration


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_a_pipe_gets_no_colour_and_no_wrapping() -> None:
    out = io.StringIO()
    console(out).print(Text("x" * 500, style="red"))
    assert out.getvalue() == "x" * 500 + "\n"


def test_a_terminal_gets_colour() -> None:
    out = Terminal()
    console(out).print(Text("x", style="red"))
    assert out.getvalue() == "\x1b[31mx\x1b[0m\n"


def test_no_color_is_honoured_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    out = Terminal()
    console(out).print(Text("x", style="red"))
    assert out.getvalue() == "x\n"


def test_square_brackets_are_no_markup() -> None:
    out = io.StringIO()
    console(out).print("[secret] :smile:")
    assert out.getvalue() == "[secret] :smile:\n"


def test_a_reader_that_leaves_early_ends_nothing() -> None:
    program = (
        "import sys\n"
        "from cli.render.console import console\n"
        "shown = console(sys.stdout)\n"
        "for number in range(20000): shown.print(str(number))\n"
        "print('went on', file=sys.stderr)\n"
    )
    reading, writing = os.pipe()
    process = subprocess.Popen([sys.executable, "-c", program], stdout=writing, stderr=subprocess.PIPE, text=True)
    os.close(writing)
    os.read(reading, 10)
    os.close(reading)
    _, complaint = process.communicate(timeout=60)
    assert (process.returncode, complaint) == (0, "went on\n")


@pytest.mark.parametrize(("seconds", "shown"), [(0.04, "0.0s"), (12.34, "12.3s"), (60, "1m 00s"), (185, "3m 05s")])
def test_durations_are_short(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
