"""Log in to Postgres with a token from IAM, so that no password of the tracking server exists anywhere.

A token is good for fifteen minutes and for opening a connection, so each new connection needs a fresh one; a URI with
a password in it would go stale. SQLAlchemy asks its listeners just before it connects, and signing a token is local
work without a request to AWS.

Mounted as `sitecustomize.py` on PYTHONPATH: Python imports that by itself in every process, and MLflow starts
processes of its own for its web workers and its migrations.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""

from __future__ import annotations

from functools import cache
from typing import Any

import boto3
from sqlalchemy import event
from sqlalchemy.engine import Engine


@event.listens_for(Engine, "do_connect")
def log_in(dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> None:
    """Add a fresh token to a Postgres connection that has no password; leave every other connection alone."""
    if dialect.name == "postgresql" and not parameters.get("password"):
        parameters["password"] = token(parameters["host"], int(parameters["port"]), parameters["user"])


def token(host: str, port: int, user: str) -> str:
    """What the database takes for a password during the next fifteen minutes.

    Raises:
        botocore.exceptions.NoCredentialsError: the pod has no identity.
    """
    signed: str = _rds().generate_db_auth_token(DBHostname=host, Port=port, DBUsername=user)
    return signed


@cache
def _rds() -> Any:
    return boto3.client("rds")
