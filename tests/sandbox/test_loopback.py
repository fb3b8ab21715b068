"""What counts as this machine."""

from __future__ import annotations

import pytest

from sandbox.loopback import is_loopback


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:5000", "http://127.9.9.9", "http://[::1]:80/x", "//localhost:1", "//LOCALHOST"]
)
def test_this_machine(url: str) -> None:
    assert is_loopback(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://sqs.eu-central-1.amazonaws.com",
        "http://10.0.0.1",
        "http://0.0.0.0:5000",
        "http://127.0.0.1.example.com",
        "http://127.0.0.1@example.com",
        "http://localhost.example.com",
        "http://data.localhost",
        "127.0.0.1:5000",
        "http://[::1",
        "http://[::1].example.com",
        "http://[::1]example.com",
        "http://example.com@[::1]",
        "http://user:word@127.0.0.1",
        "http://127.0.0.1:80:90",
        "http://127.0.0.1:x",
        "http://2130706433",
        "http://[::ffff:10.0.0.1]",
        "",
    ],
)
def test_elsewhere_or_nowhere(url: str) -> None:
    assert not is_loopback(url)
