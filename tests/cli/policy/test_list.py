"""`strata policy list`: the rules of a profile."""

from __future__ import annotations

import json

import pytest

from cli.main import run
from policies.catalogue import select
from policies.rule import Profile


def test_the_rules_of_a_profile(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "list", "--profile", "fsbp", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["rule"] for row in rows] == [one.name for one in select([Profile.FSBP])]
    assert {"rule", "severity", "profiles", "what must hold"} == set(rows[0])


def test_only_the_severe_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["policy", "list", "--severity", "high", "--json"]) == 0
    assert {row["severity"] for row in json.loads(capsys.readouterr().out)} == {"critical", "high"}
