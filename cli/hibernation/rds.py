"""What RDS is asked."""

from __future__ import annotations

from typing import Any, Final

from cli.errors import OperationFailed

GONE: Final = "DBInstanceNotFound"


def status(client: Any, name: str) -> str | None:
    """What a database does; None if it is gone.

    Raises:
        OperationFailed: AWS does not tell, or refuses.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        found: str = client.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]["DBInstanceStatus"]
    except ClientError as error:
        if error.response["Error"]["Code"].startswith(GONE):
            return None
        raise OperationFailed(f"{name}: AWS does not tell whether it runs: {error}") from error
    except BotoCoreError as error:
        raise OperationFailed(f"{name}: AWS does not tell whether it runs: {error}") from error
    return found


def wait(client: Any, name: str) -> None:
    """Wait until a database can be used, half an hour at most. Raises as `status`."""
    from botocore.exceptions import WaiterError

    try:
        client.get_waiter("db_instance_available").wait(DBInstanceIdentifier=name)
    except WaiterError as error:
        raise OperationFailed(f"{name} does not become available: {error}") from error


def call(method: Any, name: str) -> None:
    """Ask for something of a database. Raises as `status`."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        method(DBInstanceIdentifier=name)
    except (BotoCoreError, ClientError) as error:
        raise OperationFailed(f"{name}: AWS refuses: {error}") from error
