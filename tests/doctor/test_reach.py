"""Whether something answers at a URL: any answer will do."""

from __future__ import annotations

import time
from http.server import BaseHTTPRequestHandler

import pytest

from doctor import reach
from doctor.reach import Unreachable, ask, unreachable
from tests.doctor.http import serving, silent


class Refusing(BaseHTTPRequestHandler):
    """Refuses, in its own way."""

    def do_HEAD(self) -> None:
        self.send_response_only(403)
        self.send_header("X-Who", "me")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_refusal_is_an_answer() -> None:
    with serving(Refusing) as there:
        assert ask(there)["x-who"] == "me"


def test_nobody_there(closed_port: int) -> None:
    with pytest.raises(Unreachable, match="refused"):
        ask(f"http://127.0.0.1:{closed_port}")


def test_who_takes_the_call_and_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reach, "TIMEOUT_S", 0.1)
    begun = time.monotonic()
    with silent() as there, pytest.raises(Unreachable, match="timed out"):
        ask(there)
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://127.0.0.1/", "nowhere"])
def test_only_http_is_asked(url: str) -> None:
    with pytest.raises(Unreachable, match="no address of http or https"):
        ask(url)


def test_those_that_do_not_answer(closed_port: int) -> None:
    gone = f"http://127.0.0.1:{closed_port}"
    with serving(Refusing) as there:
        assert list(unreachable([there, gone, gone])) == [gone]
    assert unreachable([]) == {}


def test_a_certificate_of_its_own_is_an_answer_where_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("[SSL: CERTIFICATE_VERIFY_FAILED] self-signed certificate")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    assert ask("https://127.0.0.1/", verified=False) == {}
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        ask("https://127.0.0.1/")
