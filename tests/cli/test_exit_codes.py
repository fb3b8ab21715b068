"""The exit statuses are a promise to scripts."""

from __future__ import annotations

from cli.exit_codes import ExitCode


def test_the_numbers_stay_as_they_are() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "OK": 0,
        "FAILED": 1,
        "USAGE": 2,
        "CHANGES": 3,
        "UNPREPARED": 4,
        "RESIDUE": 5,
        "INTERRUPTED": 130,
    }


def test_each_has_a_meaning() -> None:
    assert len({code.meaning for code in ExitCode}) == len(ExitCode)
