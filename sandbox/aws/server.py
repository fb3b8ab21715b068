"""The AWS server: moto's application behind one loopback port.

On a thread, for tests: `with AwsServer() as server: boto3.client("s3", endpoint_url=server.endpoint)`.
As a process that outlives the command which started it: `python -m sandbox.aws.server ROOT IDENTITY`; it returns
once the server listens, and leaves the server in a session of its own. `sandbox.environment` does that.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from xml.sax.saxutils import escape

from sandbox.aws import log, record
from sandbox.aws.replay import Replay
from sandbox.loopback import is_loopback

IDENTITY_PATH = "/.strata/identity"
"""Answers with the server's identity. No bucket can have this name, so it hides nothing of S3."""

LOG = "aws.log"
CHECK_INTERVAL_S = 2.0
WARMED_UP = ("sts", "ec2", "iam", "kms", "s3", "eks", "rds")
"""Services whose code is loaded ahead of their first request; ec2 alone takes a second."""

Environ = Mapping[str, Any]


class Application:
    """moto as a WSGI application, with an address that tells the server's identity.

    Requests are answered one at a time: moto's backends are plain dictionaries, not made for several threads. The
    exception is a queue's long poll, which waits for what another request puts there.

    Only this machine's own programs are answered: a web page that a browser got to ask here gives itself away by the
    name that it asks for, or by the `Origin` or `Sec-Fetch-Site` that browsers add.
    """

    def __init__(self, identity: str) -> None:
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication  # noqa: PLC0415

        from sandbox.aws import emulated  # noqa: PLC0415

        emulated.configure()
        self._identity = identity
        self._aws = DomainDispatcherApplication(emulated.create_service)
        self._one_at_a_time = threading.Lock()
        self._replay = Replay(self._carry_out)

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _from_this_machine(environ):
            refusal = "the sandbox answers to loopback addresses only"
            return _fail("Forbidden", refusal, environ, start_response, "403 Forbidden")
        if environ["PATH_INFO"] == IDENTITY_PATH:
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({"identity": self._identity, "pid": os.getpid()}).encode()]
        return self._replay(environ, start_response)

    def warm_up(self) -> None:
        """Load the services that nearly every program uses."""
        for service in WARMED_UP:
            with self._one_at_a_time, self._aws.lock:
                if service not in self._aws.app_instances:
                    self._aws.app_instances[service] = self._aws.create_app(service)

    def reset(self) -> None:
        """Forget every resource; the services stay loaded."""
        from moto.moto_api._internal.models import moto_api_backend  # noqa: PLC0415

        with self._one_at_a_time:
            moto_api_backend.reset()
            self._replay.reset()

    def _carry_out(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("HTTP_X_AMZ_TARGET") == "AmazonSQS.ReceiveMessage":
            return self._answer(environ, start_response)
        with self._one_at_a_time:
            return self._answer(environ, start_response)

    def _answer(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            answer: Iterable[bytes] = self._aws(environ, start_response)
        except NotImplementedError as gap:
            return _fail("NotImplemented", f"the sandbox does not know this operation: {gap}", environ, start_response)
        except Exception as error:  # whatever breaks inside moto must reach the client as AWS's errors do
            logging.exception("%s %s", environ["REQUEST_METHOD"], environ.get("HTTP_X_AMZ_TARGET", ""))
            message = f"the sandbox failed, see its log: {type(error).__name__}: {error}"
            return _fail("SandboxFailure", message, environ, start_response)
        return answer


def _from_this_machine(environ: Environ) -> bool:
    host, origin = environ.get("HTTP_HOST", ""), environ.get("HTTP_ORIGIN")
    if environ.get("HTTP_SEC_FETCH_SITE", "none") not in ("none", "same-origin"):
        return False
    # Clients that are told `localhost` address a bucket as `bucket.localhost`.
    ours = is_loopback(f"//{host}") or re.fullmatch(r"[\w.-]+\.localhost(:\d+)?", host) is not None
    return ours and (origin is None or is_loopback(origin))


def _fail(
    code: str,
    message: str,
    environ: Environ,
    start_response: Callable[..., Any],
    status: str = "501 Not Implemented",
) -> Iterable[bytes]:
    """Answer with an AWS error of a status that clients do not repeat."""
    if "json" in environ.get("CONTENT_TYPE", "") or not environ.get("CONTENT_TYPE"):
        body = json.dumps({"__type": code, "message": message})
    else:
        error = f"<Error><Code>{code}</Code><Message>{escape(message)}</Message></Error>"
        body = f"<Response><Errors>{error}</Errors></Response>"
    start_response(status, [("Content-Type", "text/plain"), ("x-amzn-ErrorType", code)])
    return [body.encode()]


class AwsServer:
    """The server on a free loopback port, listening from its creation on.

    Attributes:
        identity: random; tells this server from every other.
        port: the port it listens on.
    """

    def __init__(self, identity: str = "") -> None:
        from moto.moto_server.werkzeug_app import MotoRequestHandler  # noqa: PLC0415
        from werkzeug.serving import make_server  # noqa: PLC0415

        class Handler(MotoRequestHandler):
            def log_request(self, code: Any = "-", size: Any = "-") -> None:  # noqa: ARG002
                if str(code).startswith("5"):  # where it went may be made of somebody's values
                    self.log("info", "%s answered with %s", self.command, code)

        self.identity = identity or secrets.token_hex(16)
        self.application = Application(self.identity)
        self._server = make_server("127.0.0.1", 0, self.application, threaded=True, request_handler=Handler)
        self.port: int = self._server.server_port
        self._thread: threading.Thread | None = None

    @property
    def endpoint(self) -> str:
        """The URL to give to an AWS client."""
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        """Answer requests on this thread until `close`."""
        self._server.serve_forever(poll_interval=0.1)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve, name="aws-sandbox", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        if self._thread is not None:
            self._thread.join()
        self._server.server_close()

    def reset(self) -> None:
        """Forget every resource, in moto and in what completes it."""
        self.application.reset()


def run(root: Path, identity: str, ready: Callable[[], None]) -> None:
    """Serve until told to end, or until the record under `root` no longer names this server.

    Args:
        root: the sandbox's folder; holds the record.
        identity: the new server's identity.
        ready: called once the server listens and is recorded.
    """
    with record.alive(root, identity):
        server = AwsServer(identity)
        started = datetime.now(UTC).isoformat(timespec="seconds")
        record.write(root, record.Record(os.getpid(), server.port, identity, started))
        ready()
        threading.Thread(target=server.application.warm_up, daemon=True).start()
        threading.Thread(target=_end_when_forgotten, args=(root, identity), daemon=True).start()
        server.serve()


def _end_when_forgotten(root: Path, identity: str) -> None:
    """A server that no record names can never be found or stopped again, so it ends by itself."""
    waiting = threading.Event()
    while not waiting.wait(CHECK_INTERVAL_S):
        recorded = record.read(root)
        if recorded is None or recorded.identity != identity:
            os.kill(os.getpid(), signal.SIGTERM)
            return


@contextmanager
def _detached(log: Path) -> Iterator[Callable[[], None]]:
    """Go on in a process of its own session; this one exits with 0 once the other calls what is yielded."""
    readable, writable = os.pipe()
    if os.fork():
        os.close(writable)
        sys.stdout.flush()
        os._exit(0 if os.read(readable, 1) else 1)
    os.close(readable)
    os.setsid()
    os.chdir("/")
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nothing), (1, descriptor), (2, descriptor)):
        os.dup2(source, target)

    def ready() -> None:
        os.write(writable, b".")
        os.close(writable)

    yield ready


def main() -> None:
    """Start the server in the background; arguments: the sandbox's folder and the server's identity."""
    root, identity = Path(sys.argv[1]).resolve(), sys.argv[2]
    with _detached(root / LOG) as ready:
        signal.signal(signal.SIGTERM, lambda _signal, _frame: os._exit(0))
        log.to_standard_error()
        run(root, identity, ready)


if __name__ == "__main__":
    main()
