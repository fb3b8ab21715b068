"""Measurements are of the work that was given, in a process of its own; a failure is never a figure."""

from __future__ import annotations

import os
import sys
import time

import pytest

from benchmarks.measuring import HEADING, Measurement, measure, measure_command, measure_module, row

WHAT, RESOURCES, MEDIAN, SPREAD, CPU, EACH, RATIO, PEAK = range(8)


def runs(*seconds: float, resources: int = 10) -> list[Measurement]:
    return [Measurement(value, value / 2, 100 + value, resources) for value in seconds]


def test_waiting_costs_time_but_no_processor() -> None:
    measured = measure(lambda: time.sleep(0.2) or 7)
    assert measured.seconds >= 0.2
    assert measured.cpu_seconds < measured.seconds
    assert measured.resources == 7
    assert measured.mebibytes > 1


def test_memory_is_that_of_the_measured_process_alone() -> None:
    small = measure_command([sys.executable, "-c", "pass"], os.environ)
    large = measure_command([sys.executable, "-c", "kept = bytearray(300 * 2**20)"], os.environ)
    again = measure_command([sys.executable, "-c", "pass"], os.environ)
    assert large.mebibytes > 300
    assert small.mebibytes < 100
    assert again.mebibytes < 100


def test_a_command_that_fails_ends_the_benchmark_with_what_it_said() -> None:
    with pytest.raises(SystemExit, match="no such luck"):
        measure_command([sys.executable, "-c", "raise SystemExit('no such luck')"], os.environ)


def test_a_module_that_fails_ends_the_benchmark_with_what_it_said() -> None:
    with pytest.raises(SystemExit, match="invalid choice: 'nothing'"):
        measure_module("benchmarks.synthetic", "--child", "nothing")


def test_a_row_shows_medians_spread_and_the_ratio_to_the_floor() -> None:
    cells = row("preview", runs(3.0, 1.0, 2.0), runs(1.0, 1.6, 1.7)).split()
    assert cells == ["preview", "10", "2.00", "1.00-3.00", "1.00", "200.00", "1.25", "102"]


def test_without_resources_or_floor_a_row_says_so() -> None:
    cells = row("help", runs(0.1, resources=0)).split()
    assert (cells[RESOURCES], cells[EACH], cells[RATIO]) == ("-", "-", "-")


def test_rows_stand_below_the_heading() -> None:
    assert len(row("dev: up again", runs(1.0), runs(1.0))) == len(HEADING)
