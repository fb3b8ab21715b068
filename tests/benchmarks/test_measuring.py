"""Measurements are of the work that was given, in a process of its own; a failure is never a figure."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.measuring import HEADING, Measurement, measure, measure_command, measure_module, row

ROOT = Path(__file__).parents[2]
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
    """Asked by a small process: no less than the one that asks holds is ever told, and that of the tests is large."""
    script = """
import os, sys
from benchmarks.measuring import measure_command
for code in ("pass", "kept = bytearray(300 * 2**20)", "pass"):
    print(measure_command([sys.executable, "-c", code], os.environ).mebibytes)
"""
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    small, large, again = map(float, told.stdout.split())
    assert large > 300
    assert small < 100
    assert again < 100


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
