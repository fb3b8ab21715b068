"""Secret values stay secret, and a new value follows the old one."""

from __future__ import annotations

from typing import Any

from protocol.values import Secret

VERSION = "aws:secretsmanager/secretVersion:SecretVersion"


def test_a_value_is_stored_and_never_shown(account: Any, aws_client: Any) -> None:
    secret = account.create("aws:secretsmanager/secret:Secret", "token", {})
    version = account.create(VERSION, "token", {"secretId": secret.id, "secretString": Secret("hunter2")})
    assert version.outputs["secretString"] == Secret("hunter2")
    assert account.read(version).outputs["secretString"] == Secret("hunter2")
    assert aws_client("secretsmanager").get_secret_value(SecretId=secret.id)["SecretString"] == "hunter2"


def test_the_next_value_takes_over_before_the_old_one_goes(account: Any, aws_client: Any) -> None:
    secret = account.create("aws:secretsmanager/secret:Secret", "token", {})
    old = account.create(VERSION, "token", {"secretId": secret.id, "secretString": "one"})
    assert account.diff(old, {"secretId": secret.id, "secretString": "two"}).replaces == ["secretString"]
    account.create(VERSION, "token", {"secretId": secret.id, "secretString": "two"})
    account.delete(old)
    assert aws_client("secretsmanager").get_secret_value(SecretId=secret.id)["SecretString"] == "two"


def test_a_deleted_secret_waits_and_counts_as_gone(account: Any, aws_client: Any) -> None:
    secret = account.create("aws:secretsmanager/secret:Secret", "token", {"recoveryWindowInDays": 7})
    account.delete(secret)
    assert account.read(secret) is None
    assert aws_client("secretsmanager").list_secrets()["SecretList"] == []
    assert aws_client("secretsmanager").describe_secret(SecretId=secret.id)["DeletedDate"]
