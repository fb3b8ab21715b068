"""The same questions go to the sandbox, with dummy credentials, and to the account that a person's own lead to."""

from __future__ import annotations

import pytest

from cli.engines import Whereabouts
from cli.examination import client_of


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
