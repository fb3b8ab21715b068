"""What RDS answers."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, WaiterError

from cli.errors import OperationFailed
from cli.hibernation.rds import status, wait


class Answering:
    def __init__(self, error: Exception) -> None:
        self.error = error

    def describe_db_instances(self, **_: str) -> Any:
        raise self.error

    def get_waiter(self, _: str) -> Any:
        return self

    def wait(self, **_: str) -> None:
        raise WaiterError("db", "Max attempts exceeded", {})


def test_a_database_that_is_gone_has_no_status() -> None:
    gone = ClientError({"Error": {"Code": "DBInstanceNotFoundFault", "Message": "x"}}, "DescribeDBInstances")
    assert status(Answering(gone), "a") is None


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": "x"}}, "DescribeDBInstances"),
        EndpointConnectionError(endpoint_url="http://127.0.0.1:1"),
    ],
)
def test_an_answer_that_tells_nothing_is_told(error: Exception) -> None:
    with pytest.raises(OperationFailed, match="a: AWS does not tell whether it runs"):
        status(Answering(error), "a")


def test_one_that_never_becomes_available_is_told() -> None:
    with pytest.raises(OperationFailed, match=r"a does not become available: .*Max attempts exceeded"):
        wait(Answering(ValueError()), "a")
