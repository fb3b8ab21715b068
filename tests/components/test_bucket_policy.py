"""What buckets refuse."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.bucket_policy import refuse_erasure, refuse_other_keys
from tests.harness import Deployer

ALGORITHM = "s3:x-amz-server-side-encryption"
KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"


@pytest.fixture
def refused(deploy: Deployer) -> dict[str, dict[str, Any]]:
    seen: dict[str, dict[str, Any]] = {}

    def program() -> None:
        arn = pulumi.Output.from_input("arn:aws:s3:::raw")
        key = pulumi.Output.from_input("arn:aws:kms:::key/1")
        pulumi.Output.all(*refuse_other_keys(arn, key), *refuse_erasure(arn)).apply(
            lambda statements: seen.update({statement["Sid"]: statement for statement in statements})
        )

    deploy(program)
    return seen


def test_every_refusal_is_for_everybody_and_every_object(refused: dict[str, dict[str, Any]]) -> None:
    assert set(refused) == {"RefuseOtherEncryption", "RefuseOtherKeys", "RefuseUnnamedKey", "RefuseErasure"}
    for statement in refused.values():
        assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
        assert statement["Resource"] == "arn:aws:s3:::raw/*"


def test_objects_encrypted_otherwise_are_refused(refused: dict[str, dict[str, Any]]) -> None:
    assert {sid: statement["Action"] for sid, statement in refused.items() if sid != "RefuseErasure"} == dict.fromkeys(
        ("RefuseOtherEncryption", "RefuseOtherKeys", "RefuseUnnamedKey"), "s3:PutObject"
    )
    # Null: an object that asks for nothing gets the bucket's own key, and is welcome.
    for sid, header, value in (
        ("RefuseOtherEncryption", ALGORITHM, "aws:kms"),
        ("RefuseOtherKeys", KEY, "arn:aws:kms:::key/1"),
    ):
        assert refused[sid]["Condition"] == {"Null": {header: "false"}, "StringNotEquals": {header: value}}
    assert refused["RefuseUnnamedKey"]["Condition"] == {"StringEquals": {ALGORITHM: "aws:kms"}, "Null": {KEY: "true"}}


def test_history_is_not_erased(refused: dict[str, dict[str, Any]]) -> None:
    assert refused["RefuseErasure"]["Action"] == "s3:DeleteObjectVersion"
    assert "Condition" not in refused["RefuseErasure"]
