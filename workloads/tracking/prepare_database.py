"""Create the tracking server's database user, who logs in by IAM alone. Run again, it changes nothing.

Environment: DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, DATABASE_USER (the user to create), MASTER_SECRET_ARN (where
RDS keeps and rotates the master user's password), PGSSLMODE and PGSSLROOTCERT (read by the Postgres library itself).
"""

from __future__ import annotations

import json
import os
from typing import Any

import boto3
import psycopg2
from psycopg2 import sql

STATEMENTS = (
    "CREATE ROLE {user} LOGIN",
    "GRANT rds_iam TO {user}",
    "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {user}",
    "GRANT USAGE, CREATE ON SCHEMA public TO {user}",
)
"""In one transaction: the user exists with all of this, or not at all."""


def main() -> None:
    """Let the user in, unless they can come in already.

    Raises:
        psycopg2.OperationalError: the database does not answer, or refuses the master user.
        botocore.exceptions.ClientError: the master user's secret may not be read.
    """
    # The user first: once a role of theirs is in `rds_iam`, Postgres may hold the master user to IAM, too, so the
    # master's password is only ever needed, and only ever used, before that.
    user = os.environ["DATABASE_USER"]
    try:
        _connect(user, _token(user)).close()
    except psycopg2.OperationalError:
        _create(user)
        print(f"created the database user {user}")  # noqa: T201
    else:
        print(f"the database user {user} exists")  # noqa: T201


def _create(user: str) -> None:
    secret = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["MASTER_SECRET_ARN"])
    master = json.loads(secret["SecretString"])
    names = {"user": sql.Identifier(user), "database": sql.Identifier(os.environ["DATABASE_NAME"])}
    connection = _connect(master["username"], master["password"])
    try:
        with connection, connection.cursor() as cursor:
            for statement in STATEMENTS:
                cursor.execute(sql.SQL(statement).format(**names))
    finally:
        connection.close()


def _connect(user: str, password: str) -> Any:
    return psycopg2.connect(
        host=os.environ["DATABASE_HOST"],
        port=os.environ["DATABASE_PORT"],
        dbname=os.environ["DATABASE_NAME"],
        user=user,
        password=password,
        connect_timeout=10,
    )


def _token(user: str) -> str:
    signed: str = boto3.client("rds").generate_db_auth_token(
        DBHostname=os.environ["DATABASE_HOST"], Port=int(os.environ["DATABASE_PORT"]), DBUsername=user
    )
    return signed


if __name__ == "__main__":
    main()
