"""What a program prints is told line by line, and what others print meanwhile goes its way."""
# ruff: noqa: T201 - printing is what it is about

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

import pytest

from engine.streams import told

Line = tuple[str, str]


def program(body: Callable[[], object]) -> list[Line]:
    """The lines that are told while a program runs on a thread of its own."""
    lines: list[Line] = []
    with told(lambda severity, line: lines.append((severity, line)), waiting=threading.get_ident()):
        thread = threading.Thread(target=body)
        thread.start()
        thread.join()
    return lines


def test_lines_of_both_streams(capsys: pytest.CaptureFixture[str]) -> None:
    def body() -> None:
        print("one\ntwo")
        print("three", file=sys.stderr)
        print("fo", end="")
        sys.stdout.write("ur")
        sys.stdout.buffer.write("\nfünf\n".encode())

    assert program(body) == [
        ("info", "one"),
        ("info", "two"),
        ("info#err", "three"),
        ("info", "four"),
        ("info", "fünf"),
    ]
    assert capsys.readouterr() == ("", "")


def test_a_line_without_an_end_is_told_at_the_end() -> None:
    assert program(lambda: print("no end", end="")) == [("info", "no end")]


def test_what_has_no_utf8_form_is_told_escaped() -> None:
    assert program(lambda: print("half \ud83d")) == [("info", "half \\ud83d")]


def test_the_thread_that_waits_for_the_program_prints_where_it_always_did(capsys: pytest.CaptureFixture[str]) -> None:
    lines: list[Line] = []
    before = sys.stdout, sys.stderr
    with told(lambda severity, line: lines.append((severity, line)), waiting=threading.get_ident()):
        print("stopping", file=sys.stderr)
        print("shown")
    assert lines == []
    assert capsys.readouterr() == ("shown\n", "stopping\n")
    assert (sys.stdout, sys.stderr) == before


def test_the_streams_are_put_back_after_a_failure() -> None:
    before = sys.stdout, sys.stderr
    with pytest.raises(ZeroDivisionError), told(lambda *_: None, waiting=0):
        raise ZeroDivisionError
    assert (sys.stdout, sys.stderr) == before
