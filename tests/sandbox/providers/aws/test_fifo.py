"""FIFO queues and topics are named so."""

from __future__ import annotations

import pytest

from sandbox.providers.aws.fifo import FifoResource
from sandbox.providers.aws.session import AwsSession
from sandbox.providers.aws.sns import Topic
from sandbox.providers.aws.sqs import Queue
from sandbox.schema import Problem

KINDS = [(Queue, "fifoQueue", "queue"), (Topic, "fifoTopic", "topic")]


@pytest.mark.parametrize(("kind", "flag", "_word"), KINDS)
def test_a_name_given_to_it_ends_so(kind: type[FifoResource], flag: str, _word: str) -> None:
    assert kind.automatic_name("jobs", "1234567", {flag: True}) == "jobs-1234567.fifo"
    assert kind.automatic_name("jobs", "1234567", {flag: False}) == "jobs-1234567"
    assert kind.automatic_name("jobs", "1234567", {}) == "jobs-1234567"


@pytest.mark.parametrize(("kind", "flag", "word"), KINDS)
def test_another_name_is_refused(kind: type[FifoResource], flag: str, word: str) -> None:
    resource = kind(AwsSession(endpoint="http://127.0.0.1:1", region="us-east-1"))
    assert resource.check({flag: True, "name": "jobs"}) == [
        Problem("name", f"the name of a FIFO {word} ends in .fifo, got 'jobs'")
    ]
    assert resource.check({flag: True, "name": "jobs.fifo"}) == []
    assert resource.check({"name": "jobs"}) == []
