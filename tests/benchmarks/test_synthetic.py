"""The synthetic benchmark measures each mode of the same program."""

from __future__ import annotations

import pytest

from benchmarks.measuring import measure_module
from benchmarks.synthetic import MODES, report

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_of_as_many_resources_as_asked_for(mode: str) -> None:
    measured = measure_module("benchmarks.synthetic", "--child", mode, "--counts", "5")
    assert measured.resources == 5
    assert measured.seconds > 0


def test_the_table_has_a_row_for_each_mode(capsys: pytest.CaptureFixture[str]) -> None:
    report([5], 1)
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split()[0] == "what"
    assert len(rows) == len(MODES)
    assert [line.startswith(mode) for line, mode in zip(rows, MODES, strict=True)] == [True] * len(MODES)
