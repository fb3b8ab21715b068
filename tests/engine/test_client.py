"""A provider's verbs with the engine's own values."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from engine.client import CheckFailure, Found, ProviderClient
from engine.diff import NO_DIFF
from engine.resource import ResourceState
from protocol.values import UNKNOWN, Secret, decode, encode
from tests.engine.states import queue, urn_of

TYPE = "aws:sqs/queue:Queue"


class Recorder:
    """A provider that gives prepared answers and keeps what it was asked."""

    def __init__(self, **answers: Any) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any]] = []

    def __getattr__(self, verb: str) -> Any:
        def answer(request: Any) -> Any:
            self.asked.append((verb, request))
            return self.answers[verb]

        return answer


def recorded() -> ResourceState:
    return queue(
        "jobs",
        inputs={"size": 1},
        outputs={"size": 1, "token": Secret("s")},
        custom_timeouts={"create": 60.0, "update": 120.0, "delete": 5.0, "read": 7.0},
        ignore_changes=["tags"],
    )


def asked(provider: Recorder) -> tuple[str, Any]:
    (call,) = provider.asked
    return call


def test_check_names_the_resource_and_gives_the_completed_inputs() -> None:
    failure = provider_pb2.CheckFailure(property="size", reason="too large")
    provider = Recorder(Check=provider_pb2.CheckResponse(inputs=encode({"size": 2}), failures=[failure]))
    wire, failures = ProviderClient(provider).check(urn_of("jobs"), {"size": 1}, encode({"size": UNKNOWN}), b"seed")
    verb, request = asked(provider)
    assert (verb, request.urn, request.name, request.type) == ("Check", urn_of("jobs"), "jobs", TYPE)
    assert (decode(request.olds), decode(request.news), request.randomSeed) == ({"size": 1}, {"size": UNKNOWN}, b"seed")
    assert decode(wire) == {"size": 2}
    assert failures == [CheckFailure("size", "too large")]


def test_failure_reads_with_and_without_a_property() -> None:
    assert str(CheckFailure("size", "too large")) == "size: too large"
    assert str(CheckFailure("", "too large")) == "too large"


def test_diff_gives_old_state_old_inputs_and_what_is_ignored() -> None:
    provider = Recorder(Diff=provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE))
    diff = ProviderClient(provider).diff(recorded(), encode({"size": 2}), {"size": 2}, ["tags"])
    _, request = asked(provider)
    assert (request.id, request.urn) == ("jobs", urn_of("jobs"))
    assert decode(request.olds) == {"size": 1, "token": Secret("s")}
    assert (decode(request.old_inputs), decode(request.news)) == ({"size": 1}, {"size": 2})
    assert list(request.ignoreChanges) == ["tags"]
    assert diff == NO_DIFF


@pytest.mark.parametrize(("verb", "seconds"), [("create", 60.0), ("update", 120.0), ("read", 7.0), ("delete", 5.0)])
def test_custom_timeouts_reach_their_verb(verb: str, seconds: float) -> None:
    provider = Recorder(
        Create=provider_pb2.CreateResponse(id="jobs"),
        Update=provider_pb2.UpdateResponse(),
        Read=provider_pb2.ReadResponse(id="jobs"),
        Delete=None,
    )
    client, state = ProviderClient(provider), recorded()
    calls = {
        "create": lambda: client.create(state, encode({}), preview=False),
        "update": lambda: client.update(state, state, encode({}), preview=False),
        "read": lambda: client.read(state, state.id),
        "delete": lambda: client.delete(state),
    }
    calls[verb]()
    assert asked(provider)[1].timeout == seconds
    state.custom_timeouts = {}
    provider.asked.clear()
    calls[verb]()
    assert asked(provider)[1].timeout == 0


def test_preview_asks_only_a_provider_that_supports_it() -> None:
    wire = encode({"size": 2})
    asleep = ProviderClient(Recorder())
    assert asleep.create(recorded(), wire, preview=True) == ("", wire)
    assert asleep.update(recorded(), recorded(), wire, preview=True) == wire

    provider = Recorder(Create=provider_pb2.CreateResponse(id="ignored", properties=encode({"arn": UNKNOWN})))
    physical_id, outputs = ProviderClient(provider, supports_preview=True).create(recorded(), wire, preview=True)
    assert (physical_id, decode(outputs)) == ("", {"arn": UNKNOWN})
    assert asked(provider)[1].preview


def test_create_gives_id_and_outputs() -> None:
    provider = Recorder(Create=provider_pb2.CreateResponse(id="jobs-1", properties=encode({"arn": "a"})))
    physical_id, outputs = ProviderClient(provider).create(recorded(), encode({"size": 2}), preview=False)
    assert (physical_id, decode(outputs)) == ("jobs-1", {"arn": "a"})
    _, request = asked(provider)
    assert (decode(request.properties), request.preview) == ({"size": 2}, False)


def test_update_gives_old_and_new() -> None:
    provider = Recorder(Update=provider_pb2.UpdateResponse(properties=encode({"size": 2})))
    outputs = ProviderClient(provider).update(recorded(), recorded(), encode({"size": 2}), preview=False)
    _, request = asked(provider)
    assert (request.id, decode(request.old_inputs), decode(request.news)) == ("jobs", {"size": 1}, {"size": 2})
    assert (decode(outputs), list(request.ignoreChanges)) == ({"size": 2}, ["tags"])


def test_read_of_what_is_gone_gives_nothing() -> None:
    assert ProviderClient(Recorder(Read=provider_pb2.ReadResponse())).read(recorded(), "jobs") is None


def test_read_tells_inputs_apart_from_no_inputs() -> None:
    found = provider_pb2.ReadResponse(id="real", properties=encode({"size": 3}))
    assert ProviderClient(Recorder(Read=found)).read(recorded(), "jobs") == Found("real", None, {"size": 3})
    found.inputs.CopyFrom(encode({}))
    assert ProviderClient(Recorder(Read=found)).read(recorded(), "jobs") == Found("real", {}, {"size": 3})


def test_delete_gives_outputs_and_inputs() -> None:
    provider = Recorder(Delete=None)
    ProviderClient(provider).delete(recorded())
    _, request = asked(provider)
    assert (request.id, decode(request.properties)) == ("jobs", {"size": 1, "token": Secret("s")})
    assert decode(request.old_inputs) == {"size": 1}


def test_invoke_gives_the_answer_as_it_comes() -> None:
    answer = provider_pb2.InvokeResponse()
    provider = Recorder(Invoke=answer)
    assert ProviderClient(provider).invoke("aws:index:getRegion", encode({"a": 1}), preview=True) is answer
    _, request = asked(provider)
    assert (request.tok, decode(request.args), request.preview) == ("aws:index:getRegion", {"a": 1}, True)
