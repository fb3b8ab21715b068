"""docs/doctor.md tells every check, in the order and in the words of the command, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from cli.engines.official import checks as official
from cli.engines.official.settings import StackSettings
from doctor import LIMIT_S, Group, checks
from doctor.checks import permissions, program
from sandbox.aws.emulated.service_quotas import GRANTED

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "doctor.md").read_text()
SETTINGS = StackSettings(
    file=Path("Pulumi.dev.yaml"), region=None, profile=None, role=None, secrets_provider="", has_secrets=False
)
ALL = (
    *checks.MACHINE,
    *official.machine_checks(),
    *checks.ACCOUNT,
    *checks.PROGRAM,
    *official.stack_checks(SETTINGS),
    *checks.STACK,
)


def test_every_check_has_its_row() -> None:
    rows = re.findall(r"^\| ([^|]+) \| `([^`]+)` \| ([^|]+) \| (.+) \|$", PAGE, re.MULTILINE)
    told = [(about, name, looks_at) for about, name, looks_at, _ in rows]
    assert told == [(group.value, one.name, one.looks_at) for group in Group for one in ALL if one.group is group]
    assert all(mend.strip() for *_, mend in rows)


def test_names_are_of_one_check_each() -> None:
    assert len({check.name for check in ALL}) == len(ALL)


def test_the_limits_are_those_of_the_code() -> None:
    assert f"({LIMIT_S:.0f} s; planning has {program.LIMIT_S:.0f} s, the simulation of policies" in PAGE
    assert f"{permissions.CHECK.limit_s:.0f} s)" in PAGE
    assert f"({GRANTED:,.0f} vCPUs at first)" in PAGE


def test_settings_that_are_named_exist() -> None:
    declared = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())["config"]
    named = set(re.findall(r"(strata:\w+)\.", PAGE))
    assert named == {"strata:cluster"}
    assert named <= declared.keys()
