"""The tracking server's user is made once, whole or not at all, and no password is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from types import ModuleType
from urllib.parse import parse_qs, urlsplit

import boto3
import botocore.exceptions
import pytest

from sandbox.aws.server import AwsServer
from tests.workloads.tracking.conftest import Load
from tests.workloads.tracking.postgres import Database, OperationalError, psycopg2

PASSWORD = "master-password"
STATEMENTS = [
    'CREATE ROLE "mlflow" LOGIN',
    'GRANT rds_iam TO "mlflow"',
    'GRANT CONNECT, TEMPORARY ON DATABASE "tracking" TO "mlflow"',
    'GRANT USAGE, CREATE ON SCHEMA public TO "mlflow"',
]

Prepare = Callable[[Database], None]


@pytest.fixture
def prepare(load: Load, aws_server: AwsServer, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Run the file against a database, as the migration's pod does."""
    aws_server.reset()
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws_server.endpoint)
    content = json.dumps({"username": "strata", "password": PASSWORD})
    secret = boto3.client("secretsmanager").create_secret(Name="master", SecretString=content)
    for name, value in {
        "DATABASE_HOST": "db.internal",
        "DATABASE_PORT": "5432",
        "DATABASE_NAME": "tracking",
        "DATABASE_USER": "mlflow",
        "MASTER_SECRET_ARN": secret["ARN"],
    }.items():
        monkeypatch.setenv(name, value)

    def run(database: Database) -> None:
        module: ModuleType = load("prepare_database.py", psycopg2(database))
        module.main()

    return run


def test_the_master_user_makes_the_user_and_gives_them_what_mlflow_needs(prepare: Prepare) -> None:
    database = Database(passwords={"strata": PASSWORD})
    prepare(database)
    assert database.committed == STATEMENTS
    assert database.open_now == 0


def test_the_user_is_tried_first_with_a_token_and_the_master_password_only_then(prepare: Prepare) -> None:
    database = Database(passwords={"strata": PASSWORD})
    prepare(database)
    user, master = database.opened
    assert (user["user"], master["user"]) == ("mlflow", "strata")
    token = urlsplit("https://" + user["password"])
    assert token.netloc == "db.internal:5432"
    assert parse_qs(token.query)["DBUser"] == ["mlflow"]
    for asked in (user, master):
        where = {name: asked[name] for name in ("host", "port", "dbname", "connect_timeout")}
        assert where == {"host": "db.internal", "port": "5432", "dbname": "tracking", "connect_timeout": 10}


def test_run_again_it_changes_nothing_and_never_asks_for_the_master_password(
    prepare: Prepare, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASTER_SECRET_ARN", "may-not-be-read")
    database = Database(by_token=frozenset({"mlflow"}))
    prepare(database)
    assert database.committed == []
    assert [asked["user"] for asked in database.opened] == ["mlflow"]
    assert database.open_now == 0


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_that_fails_leaves_nothing_behind_and_ends_the_pod(prepare: Prepare, statement: str) -> None:
    database = Database(passwords={"strata": PASSWORD}, refuses=statement)
    with pytest.raises(OperationalError):
        prepare(database)
    assert database.committed == []
    assert database.open_now == 0


def test_a_database_that_refuses_the_master_user_too_ends_the_pod(prepare: Prepare) -> None:
    with pytest.raises(OperationalError, match="strata"):
        prepare(Database())


def test_a_secret_that_may_not_be_read_ends_the_pod(prepare: Prepare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASTER_SECRET_ARN", "none-of-this-name")
    with pytest.raises(botocore.exceptions.ClientError):
        prepare(Database(passwords={"strata": PASSWORD}))


def test_what_it_says_holds_no_password(prepare: Prepare, capsys: pytest.CaptureFixture[str]) -> None:
    prepare(Database(passwords={"strata": PASSWORD}))
    prepare(Database(by_token=frozenset({"mlflow"})))
    said = capsys.readouterr()
    assert said.out == "created the database user mlflow\nthe database user mlflow exists\n"
    assert said.err == ""
