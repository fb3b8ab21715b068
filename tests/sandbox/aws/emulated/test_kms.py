"""How often a key is rotated."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def test_the_period_is_told_as_long_as_the_key_is_rotated(aws_client: Callable[..., Any]) -> None:
    kms = aws_client("kms")
    key = {"KeyId": kms.create_key()["KeyMetadata"]["KeyId"]}

    def rotation() -> tuple[bool, int | None]:
        status = kms.get_key_rotation_status(**key)
        return status["KeyRotationEnabled"], status.get("RotationPeriodInDays")

    assert rotation() == (False, None)
    kms.enable_key_rotation(**key)
    assert rotation() == (True, 365)
    kms.enable_key_rotation(**key, RotationPeriodInDays=90)
    assert rotation() == (True, 90)
    kms.disable_key_rotation(**key)
    assert rotation() == (False, None)
    kms.enable_key_rotation(**key)
    assert rotation() == (True, 365)


def test_a_key_is_the_same_by_its_arn(aws_client: Callable[..., Any]) -> None:
    kms = aws_client("kms")
    key = kms.create_key()["KeyMetadata"]
    kms.enable_key_rotation(KeyId=key["Arn"], RotationPeriodInDays=180)
    for name in (key["KeyId"], key["Arn"]):
        assert kms.get_key_rotation_status(KeyId=name)["RotationPeriodInDays"] == 180
