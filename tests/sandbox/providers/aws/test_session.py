"""Clients come from nothing but the endpoint and the region."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from protocol.masking import Mask
from protocol.values import Secret
from sandbox.providers.aws.session import AwsSession, explain
from tests.secrecy import NASTY, found_in


def test_nothing_comes_from_the_machine(monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "real")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-west-2")
    monkeypatch.setenv("AWS_ENDPOINT_URL_SQS", "http://192.0.2.1")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    client = AwsSession("http://127.0.0.1:1", "eu-central-1").client("sqs")
    assert client.meta.endpoint_url == "http://127.0.0.1:1"
    assert client._endpoint.http_session._proxy_config.proxy_url_for("http://127.0.0.1:1") is None
    assert client.meta.region_name == "eu-central-1"
    assert client._request_signer._credentials.access_key == "sandbox"


def test_one_client_for_each_service_and_region(aws_endpoint: str) -> None:
    session = AwsSession(aws_endpoint, "eu-central-1")
    assert session.client("sqs") is session.client("sqs")
    elsewhere = session.in_region("us-east-1")
    assert elsewhere.client("sqs") is not session.client("sqs")
    assert elsewhere.in_region("eu-central-1").client("sqs") is session.client("sqs")
    assert elsewhere.arn("sqs", "jobs") == f"arn:aws:sqs:us-east-1:{session.account_id}:jobs"


@pytest.mark.parametrize("secret", NASTY.values(), ids=NASTY)
def test_what_aws_quotes_is_hidden_before_it_is_brought_on_one_line(secret: str) -> None:
    """As it stands in AWS's answer: moto's errors, a web page, botocore's own check of the parameters."""
    hidden = Mask(Secret(secret))
    for message in (f"bad {secret}!", f"<p>bad {html.escape(secret)}!</p>", f"bad {json.dumps(secret)}!"):
        error: Exception = ClientError({"Error": {"Code": "Invalid", "Message": message}}, "CreateSecret")
        assert explain(error, "http://127.0.0.1:1", hidden).replace('"', "") == "CreateSecret: Invalid: bad [secret]!"
    error = ParamValidationError(report=f"Invalid type for parameter Name, value: {secret!r}\nand {[secret]}")
    assert found_in(explain(error, "http://127.0.0.1:1", hidden), [secret]) == []
