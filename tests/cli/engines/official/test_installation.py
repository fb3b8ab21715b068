"""The CLI is installed by its official installer, here from a server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from cli.engines.official import executable, installation
from cli.errors import EngineFailed

INSTALLER = b"""\
#!/bin/sh
while [ $# -gt 0 ]; do
    case "$1" in
        --install-root) root=$2; shift ;;
        --version) version=$2; shift ;;
        --no-edit-path) kept=yes ;;
    esac
    shift
done
[ "$kept" = yes ] || exit 3
mkdir -p "$root/bin"
printf '#!/bin/sh\\necho v%s\\n' "$version" > "$root/bin/pulumi"
chmod +x "$root/bin/pulumi"
"""
FAILING = b"#!/bin/sh\necho 'error: unsupported platform' >&2\nexit 1\n"


class Downloads:
    """What is downloaded, from where.

    Attributes:
        body: what the server gives out.
        asked: the addresses that were meant.
    """

    def __init__(self, body: bytes) -> None:
        self.body = body
        self.asked: list[str] = []


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Downloads]:
    """Downloads come from this machine; the home is empty, and PATH leads to no CLI."""
    given = Downloads(INSTALLER)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()

    def download(url: str, path: str) -> None:
        given.asked.append(url)
        with urlopen(f"http://127.0.0.1:{server.server_port}/") as answer:
            Path(path).write_bytes(answer.read())

    monkeypatch.setattr("pulumi.automation._cmd._download_to_file", download)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    yield given
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_comes_from_where_and_goes_to_where_it_is_told(downloads: Downloads, tmp_path: Path) -> None:
    assert executable.find() is None
    installation.install()
    installed = executable.find()
    assert installed == tmp_path / ".pulumi" / "versions" / "3.272.0" / "bin" / "pulumi"
    assert str(executable.version_of(installed)) == "3.272.0"
    assert downloads.asked == [installation.SCRIPT]
    told = installation.told()
    assert installation.SCRIPT in told
    assert f"unpacks it into {installed.parents[1]}." in told
    assert {path.name for path in tmp_path.iterdir()} == {".pulumi"}


def test_an_installer_that_fails_is_told_in_its_own_words(downloads: Downloads, tmp_path: Path) -> None:
    downloads.body = FAILING
    with pytest.raises(EngineFailed) as failed:
        installation.install()
    assert "nothing was installed" in str(failed.value)
    assert str(failed.value).endswith("error: unsupported platform")
    assert executable.find() is None
