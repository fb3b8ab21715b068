"""A traceback is told by its places in the project and its cause."""

from __future__ import annotations

from pathlib import Path

from cli.engines.official.tracebacks import Tracebacks

ROOT = Path("/project")
OWN = """\
Traceback (most recent call last):
  File "/usr/lib/python3/runpy.py", line 88, in _run_code
    exec(code)
  File "/project/stacks/__main__.py", line 5, in <module>
    f()
  File "/project/.venv/lib/python3/site-packages/x.py", line 9, in f
    g()
  File "/project/stacks/names.py", line 4, in f
    return {}['x']
           ~~^^^^^
KeyError: 'x'
"""


def test_a_whole_one_becomes_a_line() -> None:
    told = Tracebacks(ROOT).explained(f"Program failed with an unhandled exception:\n{OWN}")
    assert told == "the program failed at stacks/__main__.py:5 → stacks/names.py:4: KeyError: 'x'"


def test_an_error_of_several_lines_is_kept_whole() -> None:
    told = Tracebacks(ROOT).explained(OWN.replace("KeyError: 'x'", "ValueError: one\ntwo"))
    assert told.endswith("names.py:4: ValueError: one\ntwo")


def test_without_a_place_in_the_project_the_cause_stands_alone() -> None:
    assert Tracebacks(Path("/elsewhere")).explained(OWN) == "the program failed: KeyError: 'x'"


def test_what_is_no_traceback_stays_as_it_is() -> None:
    tracebacks = Tracebacks(ROOT)
    assert tracebacks.explained("a setting is wrong") == "a setting is wrong"
    assert tracebacks.heard("hello\n") == "hello\n"


def test_line_by_line_it_is_told_once_it_is_complete() -> None:
    tracebacks = Tracebacks(ROOT)
    told = [tracebacks.heard(f"{line}\n\n") for line in OWN.splitlines()]
    assert told[:-1] == [""] * (len(told) - 1)
    assert told[-1] == "the program failed at stacks/__main__.py:5 → stacks/names.py:4: KeyError: 'x'"
    assert tracebacks.heard("and on\n") == "and on\n"


def test_a_program_that_the_engine_stops_is_not_told() -> None:
    tracebacks = Tracebacks(ROOT)
    stopped = OWN.replace("KeyError: 'x'", "KeyboardInterrupt")
    lines = [*stopped.splitlines(), "", "During handling of the above exception, another exception occurred:", ""]
    assert {tracebacks.heard(line) for line in [*lines, *stopped.splitlines()]} == {""}
    assert tracebacks.heard("on") == "on"
