"""The guide to the pipelines: its commands work in order, and it names every variable that the pipelines read."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import botocore.session
import pytest

from cli.main import run
from delivery import Provider, render
from tests.delivery.conftest import PIPELINE, make_project

PAGE = (Path(__file__).parents[2] / "docs" / "ci.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, text in BLOCKS if not kind for line in text.splitlines() if line]
TEXTS = {provider: "\n".join(render(provider, PIPELINE).values()) for provider in Provider}


def test_every_command_works_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path / "project")
    monkeypatch.chdir(tmp_path / "project")
    assert [run(shlex.split(line)[1:]) for line in COMMANDS] == [0] * 5
    assert all(Path(place).exists() for place in (".github/workflows", ".gitlab-ci.yml", "Jenkinsfile"))


@pytest.mark.parametrize("provider", Provider)
def test_every_variable_is_told(provider: Provider) -> None:
    found = re.findall(r"(?:vars\.|\$|env\.)([A-Z_]+_(?:DEV|PROD))\b", TEXTS[provider])
    read = {re.sub(r"_(DEV|PROD)$", "_<ENVIRONMENT>", name) for name in found}
    assert len(read) >= 5
    assert {name for name in read if f"`{name}`" not in PAGE} == set()
    # And those that the table names are read.
    table = set(re.findall(r"^\| `([A-Z_]+_<ENVIRONMENT>)` \|", PAGE, re.MULTILINE))
    assert table - read == set()


def test_the_settings_of_one_provider_are_told() -> None:
    assert "COMMENT_TOKEN" in TEXTS[Provider.GITLAB]
    assert "SIGNING_KEY" in TEXTS[Provider.JENKINS]
    assert {"`COMMENT_TOKEN`", "`SIGNING_KEY`"} <= set(re.findall(r"`[A-Z_]+`", PAGE))


def test_the_policy_allows_actions_that_there_are_and_covers_what_the_pipelines_ask_of_aws() -> None:
    (text,) = [text for kind, text in BLOCKS if kind == "json"]
    statements = json.loads(text)["Statement"]
    allowed = {
        action
        for one in statements
        for action in ([one["Action"]] if isinstance(one["Action"], str) else one["Action"])
    }
    session = botocore.session.get_session()
    for service, operation in (action.split(":") for action in allowed):
        assert operation in session.get_service_model(service).operation_names
    asked = re.findall(r"\baws (ecr|sqs) ([a-z-]+)", "".join(TEXTS.values()))
    names = {"get-login-password": "GetAuthorizationToken"}
    wanted = {f"{service}:{names.get(name) or name.title().replace('-', '')}" for service, name in asked}
    assert len(wanted) == 4
    assert wanted <= allowed


def _no_client(service: str) -> None:
    raise AssertionError(service)


def test_the_roles_are_those_that_bootstrap_makes() -> None:
    from foundation.account import Account
    from foundation.names import Names

    names = Names("<project>", "<environment>", Account(_no_client, "<account>", "<region>", "arn:aws:iam::1:role/a"))
    assert f"`{names.role_arn(names.preview_role)}`" in PAGE
    assert f"`{names.role_arn(names.deploy_role)}`" in PAGE
