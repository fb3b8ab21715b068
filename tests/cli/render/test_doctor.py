"""How the findings of checks are told."""

from __future__ import annotations

import json

import pytest

from cli.render.doctor import lines, record, report, watching
from doctor import Check, Finding, Group, Outcome, Result


def result(name: str, group: Group, finding: Finding) -> Result:
    return Result(Check(name, group, "Nothing.", lambda _: finding), finding, 1.23456)


RESULTS = [
    result("python", Group.MACHINE, Finding(Outcome.PASS, "Python 3.12")),
    result("kubectl skew", Group.CLUSTER, Finding(Outcome.WARN, "two versions off", "install another")),
    result("quotas", Group.ACCOUNT, Finding(Outcome.FAIL, "too few [bold]vCPUs", "ask\nask again")),
    result("api", Group.CLUSTER, Finding(Outcome.SKIPPED, "not there yet")),
]


def test_the_report() -> None:
    assert [line.plain for line in lines(RESULTS)] == [
        "this machine",
        "  ✓ pass     python        Python 3.12",
        "the AWS account",
        "  ✗ fail     quotas        too few [bold]vCPUs",
        "                           → ask",
        "                           → ask again",
        "the cluster",
        "  ! warn     kubectl skew  two versions off",
        "                           → install another",
        "  \N{EN DASH} skipped  api           not there yet",
        "",
        "1 pass, 1 warn, 1 fail, 1 skipped",
    ]


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    report(RESULTS, json=True)
    told = json.loads(capsys.readouterr().out)
    assert [one["outcome"] for one in told] == ["pass", "warn", "fail", "skipped"]
    assert record(RESULTS[2]) == {
        "check": "quotas",
        "group": "the AWS account",
        "outcome": "fail",
        "finding": "too few [bold]vCPUs",
        "mend": "ask\nask again",
        "seconds": 1.235,
    }
    assert record(RESULTS[0])["mend"] is None


@pytest.mark.parametrize("json", [False, True])
def test_where_nothing_can_be_redrawn_one_line_says_what_goes_on(
    capsys: pytest.CaptureFixture[str], json: bool
) -> None:
    with watching([one.check for one in RESULTS], "dev", json=json) as seen:
        for one in RESULTS:
            seen(one)
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "Checking dev\n")
