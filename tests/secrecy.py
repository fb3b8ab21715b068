"""Marked secrets, and the search for them in everything that was written or shown."""

from __future__ import annotations

import base64
import json
import os
import stat
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, quote_plus

NASTY = {
    "plain": "s3cr3t-Marker-1f9a7c",
    "quotes": "s3cr3t\"double'single`back",
    "backslashes": "s3cr3t\\n\\u0041\\\\end",
    "lines": "s3cr3t-first-line\nsecond-line-77\r\n\tthird-line-88",
    "unicode": "s3cr3t-ünï-秘密-🔑-\u2028-end",
    "markup": "s3cr3t<b>&amp;</b>]]> end-of-it",
    "percent": "s3cr3t%20%2F+a b/c?d=e&f#g",
    "json": json.dumps({"user": "ml", "password": 's3cr3t"in-json'}),
    "base64": base64.b64encode(b"s3cr3t-under-base64").decode(),
    "format": "s3cr3t-{0}-%s-%(name)s-[red]x[/red]",
    "control": "s3cr3t-\x00-\x07-\x1b[31m-end",
    "spaces": "s3cr3t   three  spaces ",
}
"""Secrets that are easily mangled on their way, and then no longer recognised."""


def marker() -> str:
    """A secret that nothing else can be mistaken for."""
    return f"s3cr3t-{uuid.uuid4().hex}"


@lru_cache(maxsize=1024)
def repeated(secret: str) -> frozenset[str]:
    """The forms in which a secret may turn up: raw, and as JSON, `repr`, percent-encoding and base64 have it."""
    octets = secret.encode()
    return frozenset(
        {
            secret,
            json.dumps(secret)[1:-1],
            json.dumps(secret, ensure_ascii=False)[1:-1],
            json.dumps(json.dumps(secret))[3:-3],
            repr(secret)[1:-1],
            repr(octets)[2:-1],
            quote(secret),
            quote(secret, safe=""),
            quote_plus(secret),
            base64.b64encode(octets).decode().rstrip("="),
            base64.urlsafe_b64encode(octets).decode().rstrip("="),
        }
    )


def found_in(text: str, secrets: Iterable[str]) -> list[str]:
    """Which secrets stand in a text, in any form."""
    return [secret for secret in secrets if any(form in text for form in repeated(secret))]


def leaks(secrets: Iterable[str], folders: Iterable[Path], streams: Mapping[str, str]) -> set[tuple[str, str]]:
    """Where secrets are found: the name of a file or of a stream, and the secret. Names of files count too."""
    secrets = list(secrets)
    found = {(name, secret) for name, text in streams.items() for secret in found_in(text, secrets)}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
            found |= {(str(path.relative_to(folder)), secret) for secret in found_in(f"{path}\n{text}", secrets)}
    return found


def open_to_others(folder: Path) -> set[str]:
    """The files and folders from `folder` on, itself included, that anybody but their owner may read or write."""
    return {
        f"{path.relative_to(folder.parent)} {stat.S_IMODE(status.st_mode):o}"
        for path in (folder, *folder.rglob("*"))
        if not stat.S_ISSOCK((status := os.lstat(path)).st_mode) and stat.S_IMODE(status.st_mode) & 0o077
    }
