"""The functions of the SDK's `iam` module, asked as the engine asks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import ProviderError
from protocol.values import Props, decode, encode


def invoke(account: Any, token: str, **arguments: Any) -> Props:
    return decode(getattr(account.provider.Invoke(pb.InvokeRequest(tok=token, args=encode(arguments))), "return"))


def test_a_session_stands_for_its_role(account: Any) -> None:
    role = account.create("aws:iam/role:Role", "deployer", {"assumeRolePolicy": "{}", "path": "/ci/"})
    session = f"arn:aws:sts::123456789012:assumed-role/{role.outputs['name']}/run-7"
    assert invoke(account, "aws:iam/getSessionContext:getSessionContext", arn=session) == {
        "arn": session,
        "id": session,
        "issuerArn": role.outputs["arn"],
        "issuerId": role.outputs["uniqueId"],
        "issuerName": role.outputs["name"],
        "sessionName": "run-7",
    }


@pytest.mark.parametrize(
    "arn", ["arn:aws:iam::123456789012:user/someone", "arn:aws:sts::123456789012:federated-user/someone"]
)
def test_anyone_else_stands_for_himself(account: Any, arn: str) -> None:
    found = invoke(account, "aws:iam/getSessionContext:getSessionContext", arn=arn)
    assert (found["issuerArn"], found["sessionName"]) == (arn, "")


def test_the_role_of_a_session_must_exist(account: Any) -> None:
    with pytest.raises(ProviderError, match="NoSuchEntity"):
        invoke(
            account,
            "aws:iam/getSessionContext:getSessionContext",
            arn="arn:aws:sts::123456789012:assumed-role/none/run",
        )


def test_a_policy_comes_as_text(account: Any) -> None:
    statements = [{"actions": ["s3:GetObject"], "resources": ["*"]}]
    found = invoke(account, "aws:iam/getPolicyDocument:getPolicyDocument", statements=statements)
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
    }
    assert json.loads(found["json"]) == json.loads(found["minifiedJson"]) == document
    assert found["id"].isdigit()
    assert found["id"] == invoke(account, "aws:iam/getPolicyDocument:getPolicyDocument", statements=statements)["id"]


def test_a_misspelt_argument_is_told_with_its_place(account: Any) -> None:
    request = pb.InvokeRequest(
        tok="aws:iam/getPolicyDocument:getPolicyDocument", args=encode({"statements": [{"action": ["s3:*"]}]})
    )
    (failure,) = account.provider.Invoke(request).failures
    assert failure.property == "statements[0].action"
    assert "actions" in failure.reason
