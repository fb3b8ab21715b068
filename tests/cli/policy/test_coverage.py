"""`strata policy coverage`: by standard, and control by control."""

from __future__ import annotations

import json

import pytest

from cli.main import run
from policies.standards import TITLES


def test_every_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "coverage", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["title"] for row in rows] == list(TITLES.values())
    assert all(int(row["served"]) <= int(row["controls"]) for row in rows)


def test_one_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "coverage", "fsbp", "--json"]) == 0
    rules = {row["control"]: row["rules"] for row in json.loads(capsys.readouterr().out)}
    assert "sqs-encrypted" in rules["SQS.1"].split(", ")


def test_no_such_standard(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "coverage", "fspb"]) == 2
    assert "did you mean 'fsbp'?" in capsys.readouterr().err
