"""A plan as people read it."""

from __future__ import annotations

import pytest

from cli.render.bootstrap import BootstrapScreen, plan_lines
from foundation import Account, Change, Difference, Names

NAMES = Names(
    "strata", "prod", Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
)
PLAN = [
    Difference(Change.CREATE, "key", "alias/x"),
    Difference(Change.REPAIR, "state bucket", "b", "versioning", "Suspended", "Enabled"),
    Difference(Change.REMOVE, "key", "alias/y", note="scheduled"),
    Difference(Change.RESTORE, "EBS encryption", "of account 1", "", {"by-default": "on"}, {"by-default": "off"}),
    Difference(Change.RESTORE, "EBS encryption", "of account 1", "", {"by-default": "on"}, {"by-default": "on"}),
    Difference(Change.LEAVE, "identity provider", "p", note="stays: dev needs it"),
]


def test_a_line_for_each() -> None:
    assert [line.plain for line in plan_lines(PLAN)] == [
        "  + key alias/x",
        "  ~ state bucket b: versioning: Suspended → Enabled",
        "  - key alias/y (scheduled)",
        "  ~ EBS encryption of account 1: by-default: on → off",
        "  ~ EBS encryption of account 1: is as it was",
        "    identity provider p (stays: dev needs it)",
    ]


def test_each_stack_in_the_way_has_what_removes_it() -> None:
    screen = BootstrapScreen(NAMES, json=False, sandbox=True, teardown=True)
    assert screen.stacks({"strata/prod": 3, "strata/prod.vision": 0, "strata/x": None}).splitlines() == [
        "prod: stacks live in strata-prod-state-123456789012-eu-central-1:",
        "  strata/prod  3 resources",
        "      strata destroy prod; pulumi stack rm prod",
        "  strata/prod.vision  0 resources",
        "      pulumi stack rm prod.vision",
        "  strata/x  ? resources",
        "      strata destroy x; pulumi stack rm x",
    ]


def test_where_it_happens_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    with BootstrapScreen(NAMES, json=False, sandbox=False, teardown=False).looking():
        pass
    assert capsys.readouterr().out.startswith(
        "Bootstrapping strata-prod in account 123456789012, region eu-central-1, as arn:aws:sts::123456789012:user/a\n"
    )
