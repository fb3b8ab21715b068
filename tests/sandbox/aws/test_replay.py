"""Requests that are carried out once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.aws import replay
from sandbox.aws.replay import Replay


class Counter:
    """An application that makes something of every request, and says how many it made."""

    def __init__(self) -> None:
        self.made = 0
        self.status = "200 OK"
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, environ: Any, start_response: Callable[..., Any]) -> list[bytes]:
        assert self.gate.wait(10)
        self.made += 1
        start_response(self.status, [("X-Made", str(self.made))])
        return [b"made ", str(self.made).encode()]


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def application(counter: Counter) -> Replay:
    return Replay(counter)


def ask(application: Replay, name: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []
    environ = {"HTTP_X_STRATA_REQUEST": name} if name else {}
    body = b"".join(application(environ, lambda *answer: told.extend(answer)))
    return told[0], told[1], body


def test_a_request_asked_again_is_answered_as_before(application: Replay, counter: Counter) -> None:
    first = ask(application, "a")
    assert first == ("200 OK", [("X-Made", "1")], b"made 1")
    assert ask(application, "b")[2] == b"made 2"
    assert ask(application, "a") == first
    assert counter.made == 2


def test_requests_without_a_name_are_carried_out_each_time(application: Replay, counter: Counter) -> None:
    assert [ask(application)[2], ask(application)[2]] == [b"made 1", b"made 2"]


def test_what_was_refused_is_tried_anew(application: Replay, counter: Counter) -> None:
    counter.status = "409 Conflict"
    assert ask(application, "a")[0] == "409 Conflict"
    counter.status = "200 OK"
    assert ask(application, "a")[2] == b"made 2"
    assert ask(application, "a")[2] == b"made 2"


def test_a_request_that_is_under_way_is_waited_for(application: Replay, counter: Counter) -> None:
    counter.gate.clear()
    answers: list[bytes] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(application, "a")[2])) for _ in range(4)]
    for thread in threads:
        thread.start()
    counter.gate.set()
    for thread in threads:
        thread.join(10)
    assert answers == [b"made 1"] * 4
    assert counter.made == 1


def test_an_application_that_breaks_is_a_refusal(counter: Counter) -> None:
    def broken(environ: Any, start_response: Any) -> Any:
        raise ValueError("out of order")

    status, _, body = ask(Replay(broken), "a")
    assert (status, body) == ("500 Internal Server Error", b"out of order")


def test_the_oldest_answers_are_forgotten_first(
    application: Replay, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "KEPT_MAX", 2)
    for name in ("a", "b", "c"):
        ask(application, name)
    assert ask(application, "c")[2] == b"made 3"
    assert ask(application, "a")[2] == b"made 4"


def test_a_reset_forgets_every_answer(application: Replay, counter: Counter) -> None:
    ask(application, "a")
    application.reset()
    assert ask(application, "a")[2] == b"made 2"
