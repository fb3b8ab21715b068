"""The certificates of RDS are fetched whole, or the pod does not start."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError, URLError

import pytest

from tests.workloads.tracking.conftest import Load

BUNDLE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" * 2
ANSWERS = {"/bundle.pem": BUNDLE.encode(), "/page": b"<html>sign in</html>", "/binary": b"\xff\xfe"}


class Handler(BaseHTTPRequestHandler):
    """Answers what is known, and 404 to the rest."""

    def do_GET(self) -> None:
        """Answer."""
        known = ANSWERS.get(self.path)
        self.send_response(404 if known is None else 200)
        self.end_headers()
        self.wfile.write(known or b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server on loopback that has a bundle, and other things."""
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def _without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_the_whole_bundle_is_written(load: Load, address: str, tmp_path: Path) -> None:
    load("fetch_certificates.py", {}).main(f"{address}/bundle.pem", str(tmp_path / "rds.pem"))
    assert (tmp_path / "rds.pem").read_text() == BUNDLE


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("/none", HTTPError, "404"),
        ("/page", ValueError, "/page holds no certificate"),
        ("/binary", ValueError, "ascii"),
    ],
)
def test_anything_else_ends_the_pod_and_writes_nothing(
    load: Load, address: str, tmp_path: Path, path: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        load("fetch_certificates.py", {}).main(f"{address}{path}", str(tmp_path / "rds.pem"))
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_does_not_answer_ends_the_pod(load: Load, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Handler) as closed:
        port = closed.server_port
    with pytest.raises(URLError):
        load("fetch_certificates.py", {}).main(f"http://127.0.0.1:{port}/bundle.pem", str(tmp_path / "rds.pem"))
    assert list(tmp_path.iterdir()) == []
