"""What is shown of plans: a table side by side, and what asks for attention."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from cli.plans.overview import Findings, Overview
from cli.plans.parallel import Failure
from cli.render.planned import LISTED_MAX, plan_json, plan_parts, progress, show_plans

PREFIX = "urn:pulumi:dev::p::aws:s3/bucket:Bucket::"


def plan(stack: str = "dev", **facts: Any) -> Overview:
    """A plan of one component, without costs and policies."""
    known: dict[str, Any] = {
        "changes": {"storage": {"create": 2, "same": 1}},
        "replaced": {},
        "leaving": (),
        "protected": (),
        "policies": None,
        "region": None,
        "costs": {},
        "team_costs": {},
        "estimate": None,
    }
    return Overview(stack=stack, **known | facts)


def shown(*plans: Overview) -> list[str]:
    out = io.StringIO()
    console = Console(file=out, width=200, markup=False, emoji=False)
    for part in plan_parts(plans):
        console.print(part)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_stacks_stand_side_by_side() -> None:
    lines = shown(plan(), plan("prod", changes={"storage": {"update": 1}, "queues": {"delete": 3}}))
    assert lines[0].split() == ["component", "dev", "USD", "a", "month", "prod", "USD", "a", "month"]
    assert lines[1].split() == ["storage", "+2", "=1", "?", "~1", "?"]
    assert lines[2].split() == ["queues", "·", "?", "-3", "?"]
    assert lines[3].split() == ["all", "+2", "=1", "?", "~1", "-3", "?"]


def test_what_asks_for_attention() -> None:
    lines = shown(
        plan(replaced={PREFIX + "one": ("bucket", "region")}, leaving=(PREFIX + "two",), protected=("a", "b"))
    )
    assert "  replaced   aws:s3:Bucket one  because of bucket, region" in lines
    assert "  deleted    aws:s3:Bucket two" in lines
    assert "  protected  2 resources" in lines
    assert "  policies   none are in force" in lines
    assert "  costs      not known: the stack names no aws:region" in lines


def test_long_lists_are_cut_and_say_so() -> None:
    lines = shown(plan(leaving=tuple(f"{PREFIX}b{number}" for number in range(LISTED_MAX + 3))))
    assert "… and 3 more; --json lists all" in lines[lines.index("  deleted    aws:s3:Bucket b0") + LISTED_MAX]


def test_violations_are_told_with_the_command_that_tells_all() -> None:
    found = {"severity": "high", "rule": "s3-tls", "urn": PREFIX + "one"}
    summary = {"violations": 1, "blocking": 1, "unknown": 2, "errors": 0, "waived": 0, "rules": 9, "resources": 3}
    lines = shown(plan(policies=Findings(summary, [found])))
    assert "  policies   1 violated, 1 blocking, 2 cannot be known yet; 9 rules" in lines
    assert any(line.endswith("high  s3-tls  aws:s3:Bucket one") for line in lines)
    assert any("policy check dev" in line for line in lines)


def test_json_holds_everything() -> None:
    document = plan_json(plan(replaced={"u": ("p",)}, leaving=("v",), protected=("w",)))
    assert document == {
        "stack": "dev",
        "changes": {"total": {"create": 2, "same": 1}, "byComponent": {"storage": {"create": 2, "same": 1}}},
        "replaced": {"u": ["p"]},
        "deleted": ["v"],
        "protected": ["w"],
        "policies": None,
        "usdAMonth": None,
    }


def test_failures_stand_below_the_plans(capsys: pytest.CaptureFixture[str]) -> None:
    show_plans([plan()], {"prod": Failure(["one", "two"], 2)}, json=False)
    assert capsys.readouterr().out.splitlines()[-3:] == ["prod: cannot be planned", "  one", "  two"]


def test_no_plan_at_all() -> None:
    assert shown() == []


def test_progress_is_a_line_where_nothing_can_be_redrawn(capsys: pytest.CaptureFixture[str]) -> None:
    with progress(["dev", "prod"], quiet=False) as show:
        show("dev", 20)
    with progress(["dev"], quiet=True) as show:
        show("dev", 20)
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "Planning dev, prod\n")
