"""The synthetic benchmark measures each mode of the same program."""

from __future__ import annotations

import shutil

import pytest

from benchmarks.measuring import measure_module
from benchmarks.synthetic import KINDS, MODES, report

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", MODES)
def test_every_mode_is_of_as_many_resources_as_asked_for(mode: str, kind: str) -> None:
    measured = measure_module("benchmarks.synthetic", "--child", mode, "--kinds", kind, "--counts", "5")
    assert measured.resources == 5
    assert measured.seconds > 0


def test_the_table_has_a_row_for_each_mode(capsys: pytest.CaptureFixture[str]) -> None:
    report(["queues"], [5], 1)
    heading, *rows = capsys.readouterr().out.splitlines()
    assert heading.split()[0] == "what"
    assert [line[:28].strip() for line in rows] == [f"queues: {mode}" for mode in MODES]


@pytest.mark.pulumi_cli
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="the official Pulumi CLI is not on PATH")
def test_components_are_compared_with_the_official_engine(capsys: pytest.CaptureFixture[str]) -> None:
    report(["components"], [5], 1)
    *_, last = capsys.readouterr().out.splitlines()
    assert last.split()[:4] == ["components:", "official", "up", "5"]
