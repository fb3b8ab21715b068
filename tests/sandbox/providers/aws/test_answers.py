"""What an error of AWS's says of whether it will pass."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from botocore.session import Session

from sandbox.providers.aws.answers import Vanished, is_busy, is_missing, is_too_early, require_sense


def error(code: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": message}}, "GetThing")


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("NoSuchBucket", True),
        ("404", True),
        ("ResourceNotFoundException", True),
        ("InvalidVpcID.NotFound", True),
        ("AWS.SimpleQueueService.NonExistentQueue", True),
        ("AccessDenied", False),
        ("400", False),
    ],
)
def test_missing_is_told_from_other_errors(code: str, missing: bool) -> None:
    assert is_missing(error(code)) is missing
    assert is_too_early(error(code)) is missing


@pytest.mark.parametrize("code", ["DependencyViolation", "DeleteConflict", "ResourceInUse", "OperationAborted"])
def test_what_is_busy_is_too_early_too(code: str) -> None:
    assert is_busy(error(code))
    assert is_too_early(error(code))
    assert not is_missing(error(code))


def test_a_role_or_key_that_is_not_known_everywhere_is_too_early() -> None:
    assert is_too_early(error("InvalidParameterException", "The role cannot be assumed by the service"))
    assert is_too_early(error("MalformedPolicy", "Invalid principal in policy"))
    assert is_too_early(error("KMSInvalidStateException", "the key is pending creation"))
    assert not is_too_early(error("InvalidParameterException", "The name is too long"))
    assert not is_too_early(error("MalformedPolicy", "Missing required field Action"))


def test_what_vanished_right_after_it_was_written_is_too_early_and_other_failures_are_not() -> None:
    assert is_too_early(Vanished("it is gone"))
    assert not is_too_early(ValueError("NoSuchBucket"))


@pytest.mark.parametrize(
    ("service", "operation", "body"),
    [
        ("s3", "GetBucketLifecycleConfiguration", b"<html>Sign in</html>"),
        ("s3", "GetBucketLifecycleConfiguration", b" <!DOCTYPE html><html></html>"),
        ("iam", "GetRole", b"<html>Sign in</html>"),
        ("sqs", "ListQueues", b"<html>Sign in</html>"),
    ],
)
def test_a_web_page_is_no_answer(service: str, operation: str, body: bytes) -> None:
    model = Session().get_service_model(service).operation_model(operation)
    with pytest.raises(ResponseParserError, match=operation):
        require_sense(model, {"status_code": 200, "body": body})
    require_sense(model, {"status_code": 500, "body": body})


def test_an_answer_is_one() -> None:
    model = Session().get_service_model("s3").operation_model("GetBucketLifecycleConfiguration")
    require_sense(model, {"status_code": 200, "body": b"<LifecycleConfiguration></LifecycleConfiguration>"})
