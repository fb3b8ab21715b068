"""The same questions go to the sandbox, with dummy credentials, and to the account that a person's own lead to."""

from __future__ import annotations

from typing import Any, cast

import pytest

from cli.engines import Whereabouts
from cli.errors import OperationFailed
from cli.examination import client_of, examine
from cli.workspace import Workspace
from tests.cli.conftest import Small


def test_in_the_sandbox_no_credentials_of_the_machine_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "from-the-machine")
    monkeypatch.setenv("AWS_PROFILE", "from-the-machine")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "from-the-machine")
    client = client_of(Whereabouts(state="x", endpoint="http://127.0.0.1:1", region="eu-central-1"))("sqs")
    used = client._request_signer._credentials
    assert (used.access_key, used.token) == ("sandbox", None)
    assert client.meta.endpoint_url == "http://127.0.0.1:1"


def test_elsewhere_those_that_boto3_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    for name, value in (("ACCESS_KEY_ID", "mine"), ("SECRET_ACCESS_KEY", "my-own")):
        monkeypatch.setenv(f"AWS_{name}", value)
    factory = client_of(Whereabouts(state="x", region="eu-central-1"))
    assert factory("sqs") is factory("sqs")
    assert factory("sqs")._request_signer._credentials.access_key == "mine"
    assert factory("sqs").meta.endpoint_url == "https://sqs.eu-central-1.amazonaws.com"


class Unreachable:
    """An engine whose stack lies in an account that nobody answers for."""

    stack = "dev"

    def whereabouts(self) -> Whereabouts:
        return Whereabouts(state="x", region="eu-central-1")


def test_an_account_that_does_not_answer_is_said_in_one_line(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root)
    for name, value in (
        ("ACCESS_KEY_ID", "mine"),
        ("SECRET_ACCESS_KEY", "my-own"),
        ("ENDPOINT_URL", "http://127.0.0.1:9"),
        ("MAX_ATTEMPTS", "1"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    with pytest.raises(
        OperationFailed, match="dev: what is left is not known, for AWS does not tell: Could not connect"
    ):
        examine(Workspace.find(), cast("Any", Unreachable()), [])
