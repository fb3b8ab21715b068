"""The guide to bootstrapping: its commands work in order, its settings are accepted, what it names is what is made."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import yaml

from foundation import Account, EnvironmentSettings, Names
from foundation.settings import BootstrapSettings
from tests.cli.conftest import Small, small

__all__ = ["small"]

PAGE = (Path(__file__).parents[2] / "docs" / "bootstrap.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if not kind for line in text.splitlines()]
DOCUMENTS = [yaml.safe_load(text) for kind, text in BLOCKS if kind == "yaml"]
ACCOUNT = Account(lambda _: None, "123456789012", "eu-central-1", "arn:aws:sts::123456789012:user/a")
NAMES = Names("strata", "prod", ACCOUNT)


@pytest.mark.slow
def test_the_commands_work_in_order(small: Small) -> None:
    for file in (small.root / "stacks").glob("Pulumi.*.yaml"):
        document = yaml.safe_load(file.read_text())
        document["config"]["aws:region"] = "eu-central-1"
        file.write_text(yaml.safe_dump(document))
    assert len(COMMANDS) == 3
    for line in COMMANDS:
        done = small.strata(*shlex.split(line)[1:])
        assert (line, done.returncode, done.stderr) == (line, 0, "")
    assert (small.root / "stacks" / "bootstrap.yaml").exists()


def test_the_settings_are_accepted_and_show_the_defaults() -> None:
    (settings,) = [one for one in DOCUMENTS if "environments" in one]
    read = BootstrapSettings.model_validate(settings).environments["prod"]
    chosen = {"region", "repository", "budget_usd", "alert_emails"}
    written = settings["environments"]["prod"].keys() - chosen
    assert {name: getattr(read, name) for name in written} == {
        name: EnvironmentSettings.model_fields[name].default for name in written
    }


def test_every_setting_is_named() -> None:
    silent = {name for name in EnvironmentSettings.model_fields if f"{name}" not in PAGE}
    assert silent == set()


def test_the_names_are_those_that_are_made() -> None:
    for name in (NAMES.state_bucket, NAMES.key_alias, NAMES.policy_arn(NAMES.boundary)):
        assert name in PAGE
    (boundary,) = [one for one in DOCUMENTS if "config" in one]
    assert boundary["config"]["strata:identities"]["permissions_boundary"] == NAMES.policy_arn(NAMES.boundary)


def test_the_longest_safe_project_is_that_of_the_page() -> None:
    account = Account(lambda _: None, "123456789012", "ap-southeast-2", "arn:aws:sts::123456789012:user/a")
    longest = int(re.findall(r"at most (\d+) letters", PAGE)[0])
    assert Names("p" * longest, "staging", account).mistake() == ""
    assert "at most" in Names("p" * (longest + 1), "staging", account).mistake()
