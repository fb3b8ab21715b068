"""What AWS refuses is told with what was being done, why, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from foundation import FoundationError
from foundation.errors import explained
from tests.foundation.conftest import Place


def refused(code: str, operation: str, message: str = "why") -> ClientError:
    """An answer of AWS."""
    return ClientError({"Error": {"Code": code, "Message": message}}, operation)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused("AccessDenied", "CreateRole", "no iam:CreateRole"), "you may not: CreateRole: no iam:CreateRole"),
        (refused("Throttling", "CreateRole"), "AWS is busy, however often it was asked"),
        (refused("ExpiredToken", "CreateRole"), "log in again; the same command goes on"),
        (refused("CreationLimitExceededException", "CreateBudget"), "a quota is reached: CreateBudget: why; have it"),
        (refused("BucketAlreadyExists", "CreateBucket"), "a bucket's name is unique in the world"),
        (refused("403", "HeadBucket"), "the name belongs to another account"),
        (refused("Odd", "PutThing"), "PutThing: Odd: why; the same command goes on once the cause is mended"),
        (EndpointConnectionError(endpoint_url="https://x"), "AWS does not answer: Could not connect"),
    ],
)
def test_explained(error: Any, said: str) -> None:
    told = str(explained(error, "role x"))
    assert told.startswith("role x: ")
    assert said in told


def test_a_bucket_of_another_account_is_not_touched(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    foundation = place.foundation()
    storage = place.client("s3")

    def taken(**_: Any) -> Any:
        raise refused("BucketAlreadyExists", "CreateBucket")

    monkeypatch.setattr(storage, "create_bucket", taken)
    with pytest.raises(FoundationError, match=r"^access log bucket strata-prod-state-logs-.*unique in the world"):
        list(foundation.apply())
    monkeypatch.undo()
    list(place.foundation().apply())
    assert place.foundation().look() == []
