"""An AWS in trouble: stands between a provider and the sandbox's server, and answers some requests as AWS at its worst.

`faults.plan` says of each request what happens to it; the functions below make what can happen. Two wrappers look at
what passes: one in front of the server, where clients ask, and one behind the place where repeated requests are
answered from memory: what gets there is really carried out.
"""

from __future__ import annotations

import json
import random
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest.mock import patch

from botocore.config import Config
from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import make_server

from sandbox.aws.replay import HEADER
from sandbox.aws.server import AwsServer
from sandbox.patience import Patience
from sandbox.providers.aws import session

_ASKED = "X-Test-Asked"
_GIVEN_UP_S = 30
"""The longest that an answer is held back for a client to give up."""

Application = Callable[..., Iterable[bytes]]
Answer = Callable[[Application, dict[str, Any], Callable[..., Any]], Iterable[bytes]]
"""What happens to a request: as a WSGI application that gets the server's own as well."""


class Asked(NamedTuple):
    """A request.

    Attributes:
        service, operation: by botocore's names, such as `sqs`, `CreateQueue`.
        protocol: how the service speaks: `json`, `query`, `ec2`, `rest-xml`…
        key: tells the request from others; repeated, it has the same.
    """

    service: str
    operation: str
    protocol: str
    key: str

    @property
    def changes(self) -> bool:
        """Whether it is to change something."""
        return not self.operation.startswith(("Describe", "Get", "Head", "List"))


Plan = Callable[[Asked], Answer | None]


@dataclass
class Faults:
    """What happens to requests.

    Attributes:
        endpoint: where the AWS in trouble listens.
        plan: says what happens to a request; None: nothing special.
        asked: how often each operation was asked for.
        carried_out: how often each operation that changes something was carried out.
    """

    endpoint: str = ""
    plan: Plan = lambda _asked: None
    asked: Counter[str] = field(default_factory=Counter)
    carried_out: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def heal(self) -> None:
        """Let nothing happen any more, and forget what did."""
        self.plan = lambda _asked: None
        self.asked.clear()
        self.carried_out.clear()

    def around(self, application: Application) -> Application:
        """The application with trouble in front of it."""

        def troubled(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            asked = Asked(*environ.get(_header(_ASKED), "///").split("/", 3))
            with self.lock:
                self.asked[asked.operation] += 1
                answer = self.plan(asked)
            if answer is None:
                return application(environ, start_response)
            return answer(application, environ, start_response)

        return troubled

    def counting(self, application: Application) -> Application:
        """The application; what it does is counted."""

        def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            def started(status: str, headers: Any, *rest: Any) -> Any:
                name = environ.get(_header(HEADER))
                if name and status.startswith("2"):
                    with self.lock:
                        self.carried_out[name.split("/")[-2].partition(".")[2]] += 1
                return start_response(status, headers, *rest)

            return application(environ, started)

        return counted


class _Quiet(MotoRequestHandler):
    def log(self, *_: Any) -> None:
        """Trouble is nothing to report here."""


@contextmanager
def troubled(server: AwsServer, read_timeout_s: float = 1.0) -> Iterator[Faults]:
    """Serve what a server holds at another port, with faults. Clients lose patience with an answer after a second."""
    faults, replay, prepare = Faults(), server.application._replay, session.prepare
    application = faults.around(server.application)
    listening = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
    faults.endpoint = f"http://127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, args=(0.1,), daemon=True)
    thread.start()

    def prepared(client: Any) -> None:
        prepare(client)
        client.meta.events.register("before-call", _say_what_is_asked)

    impatient = session._CONFIG.merge(Config(read_timeout=read_timeout_s))
    with (
        patch.object(replay, "_application", faults.counting(replay._application)),
        patch.object(session, "prepare", prepared),
        patch.object(session, "_CONFIG", impatient),
    ):
        yield faults
    listening.shutdown()
    thread.join()
    listening.server_close()


class VirtualTime:
    """A clock that only waiting moves on, so that nobody waits for real."""

    def __init__(self) -> None:
        self.now = 0.0
        self._lock = threading.Lock()

    def patience(self, **settings: Any) -> Patience:
        """The usual patience, in this time."""
        return Patience(clock=lambda: self.now, pause=self._pause, **settings)

    def _pause(self, cancelled: threading.Event, wait_s: float) -> bool:
        with self._lock:
            self.now += wait_s
        return cancelled.is_set()


def refused(code: str, status: int = 400, message: str = "not now", **headers: str) -> Answer:
    """An error in the words of the service; nothing is done. Underscores in names of headers become hyphens."""

    def answer(_: Application, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        _read_on(environ)
        protocol = environ[_header(_ASKED)].split("/")[2]
        given = [(name.replace("_", "-"), value) for name, value in headers.items()]
        start_response(f"{status} Trouble", [("Content-Type", "text/plain"), ("x-amzn-ErrorType", code), *given])
        error = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>"
        if "json" in protocol:
            return [json.dumps({"__type": code, "message": message}).encode()]
        if protocol == "ec2":
            return [f"<Response><Errors>{error}</Errors></Response>".encode()]
        return [(f"<ErrorResponse>{error}</ErrorResponse>" if protocol == "query" else error).encode()]

    return answer


def answered(content: bytes, status: str = "200 OK", *, done: bool = False) -> Answer:
    """Something else instead of the answer; `done` tells whether the request is carried out nevertheless."""

    def answer(
        application: Application, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        if done:
            b"".join(application(environ, lambda *_: None))
        else:
            _read_on(environ)
        start_response(status, [("Content-Type", "text/html")])
        return [content]

    return answer


def broken(*, done: bool) -> Answer:
    """The connection breaks, before or after the request is carried out."""

    def answer(application: Application, environ: dict[str, Any], _: Callable[..., Any]) -> Iterable[bytes]:
        if done:
            b"".join(application(environ, lambda *_: None))
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        raise ConnectionAbortedError

    return answer


def lost() -> Answer:
    """It is carried out, but no answer comes until the client gives up."""

    def answer(application: Application, environ: dict[str, Any], _: Callable[..., Any]) -> Iterable[bytes]:
        b"".join(application(environ, lambda *_: None))
        connection = environ["werkzeug.socket"]
        connection.settimeout(_GIVEN_UP_S)
        connection.recv(1, socket.MSG_PEEK)
        raise ConnectionAbortedError

    return answer


def one_after_the_other(answers: Sequence[Callable[[Asked], Answer | None]]) -> Plan:
    """Every request is answered so, each time it is repeated by the next one; then it gets through."""
    seen: Counter[str] = Counter()

    def plan(asked: Asked) -> Answer | None:
        seen[asked.key] += 1
        return answers[seen[asked.key] - 1](asked) if seen[asked.key] <= len(answers) else None

    return plan


def always(operation: str, answer: Answer) -> Plan:
    """Every request for an operation is answered so."""
    return lambda asked: answer if asked.operation == operation else None


PASSING: tuple[Answer, ...] = (
    refused("ThrottlingException", 429),
    refused("RequestLimitExceeded", 503, Retry_After="2"),
    refused("InternalError", 500),
    answered(b"", "502 Bad Gateway", done=True),
    answered(b"<html>Sign in</html>", done=True),
    broken(done=False),
    broken(done=True),
)
"""What happens in a storm."""
HITS_MAX = 4
"""How many attempts at one request something may happen to."""


@dataclass
class Storm:
    """A plan of trouble by chance.

    Attributes:
        chance: decides.
        troubled: the share of requests to which something happens that will pass.
        lost: the share of requests that are carried out, but never answered, however often they are repeated.
    """

    chance: random.Random
    troubled: float = 0.2
    lost: float = 0.0
    _lost: dict[str, bool] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _hits: Counter[str] = field(default_factory=Counter)

    def __call__(self, asked: Asked) -> Answer | None:
        if self._lost.setdefault(asked.key, self.chance.random() < self.lost):
            return broken(done=True)
        attempt = asked.key.partition("/")[0]
        follows = asked.changes and attempt in self._seen
        if asked.operation.startswith("Create") and asked.changes:
            self._seen.add(attempt)
        self._hits[asked.key] += 1
        if self._hits[asked.key] > HITS_MAX or self.chance.random() > self.troubled:
            return None
        if follows and self.chance.random() < 0.5:
            return refused("ResourceNotFoundException", 404)  # what was made a moment ago is not known everywhere
        return self.chance.choice(PASSING)


def _read_on(environ: dict[str, Any]) -> None:
    """Take the rest of a request, so that the next one on the same connection is understood."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))


def _header(name: str) -> str:
    return "HTTP_" + name.upper().replace("-", "_")


def _say_what_is_asked(model: Any, params: Any, context: Any, **_: Any) -> None:
    """botocore's event `before-call`, after the request got its name. A read is told from others by what it asks."""
    service = model.service_model
    what = hash((params["url_path"], str(params.get("query_string")), str(params.get("body"))))
    key = params["headers"].get(HEADER) or f"{model.name}-{what}"
    params["headers"][_ASKED] = f"{service.service_name}/{model.name}/{service.resolved_protocol}/{key}"
