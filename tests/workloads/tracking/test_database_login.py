"""Every new Postgres connection without a password gets a token; every other one is left alone."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import botocore.exceptions
import pytest

from tests.workloads.tracking.conftest import Load
from tests.workloads.tracking.postgres import sqlalchemy

POSTGRES = SimpleNamespace(name="postgresql")
LogIn = Callable[[Any, Any, Any, dict[str, Any]], None]


@pytest.fixture
def log_in(load: Load, monkeypatch: pytest.MonkeyPatch) -> LogIn:
    """What SQLAlchemy calls before it connects."""
    # Each test signs with the identity of its own environment.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    listeners: dict[tuple[str, str], LogIn] = {}
    load("database_login.py", sqlalchemy(listeners))
    assert set(listeners) == {("Engine", "do_connect")}
    return listeners["Engine", "do_connect"]


def parameters(**more: Any) -> dict[str, Any]:
    return {"host": "db.internal", "port": 5432, "user": "mlflow", **more}


def test_a_connection_without_a_password_gets_a_token_for_its_user_and_host(log_in: LogIn) -> None:
    given = parameters()
    log_in(POSTGRES, None, [], given)
    token = urlsplit("https://" + given["password"])
    asked = parse_qs(token.query)
    assert token.netloc == "db.internal:5432"
    assert (asked["Action"], asked["DBUser"]) == (["connect"], ["mlflow"])
    assert asked["X-Amz-Expires"] == ["900"]
    assert "/eu-central-1/rds-db/" in asked["X-Amz-Credential"][0]


def test_a_port_given_as_text_is_the_same_port(log_in: LogIn) -> None:
    given = parameters(port="5432")
    log_in(POSTGRES, None, [], given)
    assert given["password"].startswith("db.internal:5432/?")


def test_a_password_that_is_there_stays(log_in: LogIn) -> None:
    given = parameters(password="known")
    log_in(POSTGRES, None, [], given)
    assert given == parameters(password="known")


def test_another_kind_of_database_is_left_alone(log_in: LogIn) -> None:
    given = {"database": "mlflow.db"}
    log_in(SimpleNamespace(name="sqlite"), None, [], given)
    assert given == {"database": "mlflow.db"}


def test_a_pod_without_an_identity_says_so(log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(botocore.exceptions.NoCredentialsError):
        log_in(POSTGRES, None, [], parameters())
