"""The guide to the policies: its commands work, its profiles are those that there are, its examples are accepted."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.main import run
from policies.catalogue import all_rules
from policies.enforcement import Policy
from policies.rule import Profile
from policies.waivers import read_waivers

PAGE = (Path(__file__).parents[2] / "docs" / "policies.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if not kind for line in text.splitlines() if line]
READING = [line for line in COMMANDS if not line.startswith(("strata policy check dev", "strata policy report"))]
RESOURCE: dict[str, Any] = {"urn": "urn:pulumi:dev::p::a:b:C::one", "type": "a:b:C", "name": "one"}


@pytest.mark.parametrize("line", READING)
def test_every_command_works(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "state.json").write_text(json.dumps({"deployment": {"resources": [RESOURCE]}}))
    (tmp_path / "preview.json").write_text(json.dumps({"steps": [{"urn": "u", "op": "same", "newState": RESOURCE}]}))
    (tmp_path / "resources.json").write_text(json.dumps([RESOURCE]))
    (tmp_path / "deploy").mkdir()
    (tmp_path / "deploy" / "map.yaml").write_text("apiVersion: v1\nkind: Thing\nmetadata: {name: a}")
    # A rule about a stack as a whole may miss something in these; what matters is that nothing is refused.
    assert run(shlex.split(line)[1:]) in (0, 1)


def test_the_profiles_are_those_that_there_are() -> None:
    table = PAGE.partition("| profile | rules |")[2].partition("\n\n")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert sorted(re.findall(r"`([\w-]+)`", " ".join(rows))) == sorted(Profile)


def test_the_waiver_is_one(tmp_path: Path) -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("waivers:")]
    file = tmp_path / "waivers.yaml"
    file.write_text(text)
    (waiver,) = read_waivers(file, all_rules())
    assert (waiver.component, waiver.expires) == ("serving", date(2027, 6, 30))


def test_the_enforcement_is_one() -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "yaml" and text.startswith("config:")]
    policy = Policy.read(yaml.safe_load(text)["config"]["strata:policy"], "dev", "here")
    assert policy.profiles == (Profile.BASELINE, Profile.PSS_BASELINE)
