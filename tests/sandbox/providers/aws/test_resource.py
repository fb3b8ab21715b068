"""Types are found by their token; what a class leaves out is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sandbox.providers.aws import resource
from sandbox.providers.aws.resource import Resource, UnsupportedType, compact, document, find_type
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.sqs import Queue


def test_a_class_is_registered_by_its_token() -> None:
    assert find_type("aws:sqs/queue:Queue") is Queue
    assert find_type("aws:sqs/queue:Queue").token == "aws:sqs/queue:Queue"


def test_a_class_without_a_token_of_its_own_is_not_registered() -> None:
    class Special(Queue):
        """Not a type."""

    assert find_type("aws:sqs/queue:Queue") is Queue
    assert Special.token == Queue.token


@pytest.mark.parametrize(
    ("token", "place"),
    [("aws:glue/job:Job", "glue.py"), ("aws:sqs/queues:Queues", "sqs.py"), ("aws:ec2/instance:Instance", "ec2/")],
)
def test_where_a_missing_type_belongs_is_told(token: str, place: str) -> None:
    with pytest.raises(UnsupportedType, match=rf"{token}; add its class to sandbox/providers/aws/{place}$"):
        find_type(token)


def test_a_service_that_fails_to_load_is_no_missing_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_service.py").write_text("import a_library_that_is_not_there\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="a_library_that_is_not_there"):
        resource.load("broken_service")
    assert "broken_service" not in sys.modules


def test_what_a_class_does_not_say_is_refused() -> None:
    class Bare(Resource):
        token = "aws:sqs/bare:Bare"

    try:
        bare = Bare(AwsSession("http://127.0.0.1:1", "eu-central-1"))
        with pytest.raises(NotImplementedError, match="aws:sqs/bare:Bare cannot be changed in place"):
            bare.update("id", {}, {}, {})
        for verb in (lambda: bare.create({}), lambda: bare.read("id", {}), lambda: bare.delete("id", {})):
            with pytest.raises(NotImplementedError):
                verb()
        assert bare.check({}) == []
        assert Bare.automatic_name("jobs", "0123abc", {}) == "jobs-0123abc"
    finally:
        del resource._REGISTERED[Bare.token]


def test_parameters_have_no_none() -> None:
    assert compact(a=None, b=False, c=0, d="") == {"b": False, "c": 0, "d": ""}


def test_a_document_is_text() -> None:
    assert document('{"a": 1}') == '{"a": 1}'
    assert document({"a": [1]}) == '{"a": [1]}'
