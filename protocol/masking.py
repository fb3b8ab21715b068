"""Taking secrets out of text: as they are, and in the forms in which programs and servers repeat them."""

from __future__ import annotations

import base64
import html
import json
import re
import threading
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import quote, quote_plus

from protocol.values import Secret

SHOWN: Final = "[secret]"
"""What stands in a text where a secret stood."""
SHORTEST: Final = 4
"""Shorter texts, and numbers of fewer digits, stand in too many ordinary words to be taken out."""
PART_MIN: Final = 8
"""Characters from which on a part of a secret, such as a line of it, is taken out by itself."""
KEY_MIN: Final = 12
"""Characters from which on the name of a property within a secret counts as secret itself, if it has a digit too."""

ESCAPES_MAX: Final = 3
"""How often a secret may have been escaped: the `repr` of a message that quotes a document within a document."""

_UNCHANGED: Final = re.compile(r"[A-Za-z0-9_.~-]*")
"""What every document, program and address writes as it is."""


class Mask:
    """Knows secrets, and takes them out of texts. Threads may share one.

    What cannot be recognised: secrets shorter than `SHORTEST`, and what a program made of one in another way than
    `forms` knows, such as a hash of it, or half of it.
    """

    def __init__(self, *values: Any, shortest: int = SHORTEST) -> None:
        """Args:
        values: their secrets are known from the beginning.
        shortest: characters from which on a secret is taken out.
        """
        self._shortest = shortest
        self._lock = threading.Lock()
        self._unread: list[Any] = list(values)
        self._known: set[str] = set()
        self._forms: set[str] = set()
        self._numbers: set[str] = set()

    def add(self, value: Any) -> None:
        """Know the secrets in a value, too. It is looked into when there is a text to take them out of."""
        with self._lock:
            self._unread.append(value)

    def __call__(self, text: str) -> str:
        """The text without any secret that is known."""
        with self._lock:
            if self._unread:
                self._read()
            forms, numbers = self._forms, self._numbers
        spans = [span for form in forms if form in text for span in _spans(re.escape(form), text)]
        for number in numbers:
            if number in text:
                spans += _spans(rf"(?<![\d.]){re.escape(number)}(?!\d)", text)
        return _without(text, spans)

    def _read(self) -> None:
        found = set(_leaves(self._unread, inside=False))
        self._unread = []
        self._numbers = self._numbers | {
            str(leaf) for leaf in found if isinstance(leaf, int | float) and len(str(abs(leaf))) >= SHORTEST
        }
        texts = {leaf for leaf in found if isinstance(leaf, str) and len(leaf) >= self._shortest} - self._known
        if texts:
            self._known |= texts
            new = {form for text in texts for form in forms(text)}
            self._forms = self._forms | new


def forms(text: str) -> Iterator[str]:
    """How a text may be repeated: itself, escaped, quoted, encoded, on one line, and each of its lines."""
    yield text
    if len(text) < SHORTEST:
        return
    for part in {text, " ".join(text.split()), *_parts(text)}:
        yield part
        if not _UNCHANGED.fullmatch(part):
            yield from _written(part)
        octets = part.encode(errors="surrogatepass")
        yield from (octets.hex(), octets.hex().upper())
        yield from _base64(octets)


def _written(part: str) -> Iterator[str]:
    """As documents, programs and addresses write it that take some of its characters for their own."""
    escaped = {part}
    for _ in range(ESCAPES_MAX):
        escaped = {form for one in escaped for form in _escaped(one)}
    yield from escaped
    yield part.replace("'", "''")
    yield from {html.escape(part), html.escape(part, quote=False)}
    octets = part.encode(errors="surrogatepass")
    yield repr(octets)[2:-1]
    for encoded in {quote(octets), quote(octets, safe=""), quote_plus(octets)}:
        yield from (encoded, re.sub("%..", lambda found: found[0].lower(), encoded))


def _spans(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern is found, every time, however the places overlap."""
    return (found.span(1) for found in re.finditer(f"(?=({pattern}))", text))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with one `SHOWN` for each stretch that the spans cover together: no rest of a secret is left."""
    kept: list[str] = []
    end = 0
    for start, stop in sorted(spans):
        if start > end or not kept:
            kept.append(text[end:start])
        end = max(end, stop)
    return SHOWN.join([*kept, text[end:]])


def _leaves(value: Any, *, inside: bool) -> Iterator[Any]:
    """The texts and numbers that stand in secrets; booleans tell nothing."""
    if isinstance(value, Secret):
        yield from _leaves(value.value, inside=True)
    elif isinstance(value, dict):
        for name, element in value.items():
            if inside and isinstance(name, str) and len(name) >= KEY_MIN and re.search(r"\d", name):
                yield name
            yield from _leaves(element, inside=inside)
    elif isinstance(value, list | tuple):
        for element in value:
            yield from _leaves(element, inside=inside)
    elif inside and isinstance(value, str):
        yield value
        yield from _leaves_of_document(value)
    elif inside and isinstance(value, int | float) and not isinstance(value, bool):
        yield value
        if len(str(value)) >= PART_MIN:
            yield str(value)


def _leaves_of_document(text: str) -> Iterator[Any]:
    """What stands in a text that is JSON; short words in it are rather its own than secret."""
    if text[:1] not in ("{", "["):
        return
    try:
        leaves: Iterable[Any] = _leaves(json.loads(text), inside=True)
        yield from (leaf for leaf in leaves if not isinstance(leaf, str) or len(leaf) >= PART_MIN)
    except (ValueError, RecursionError):
        return


def _parts(text: str) -> Iterator[str]:
    """The lines of a text of several, and what follows the name in a line such as `token: …`."""
    lines = text.splitlines()
    for line in lines if len(lines) > 1 else ():
        for part in (line.strip(), line.partition(": ")[2].strip().strip("\"'")):
            if len(part) >= PART_MIN:
                yield part


def _escaped(text: str) -> Iterator[str]:
    """As it stands, in JSON as Python and as Go write it, and in Python's `repr` between either kind of quotes."""
    yield text
    for escaped in (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1]):
        yield escaped
        yield escaped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    for written in (repr, ascii):
        yield written(text)[1:-1]
        yield written(f"\"'{text}")[4:-1]


def _base64(octets: bytes) -> Iterator[str]:
    """In base64, alone or with anything before and after it: what only its own bits decide."""
    whole = base64.b64encode(octets).decode()
    yield from (whole, base64.urlsafe_b64encode(octets).decode(), whole.rstrip("="))
    for before in range(3):
        encoded = base64.b64encode(bytes(before) + octets).rstrip(b"=").decode()
        first = (before * 8 + 5) // 6
        last = (before + len(octets)) * 8 // 6
        if last - first >= SHORTEST + 1:
            yield encoded[first:last]
            yield encoded[first:last].replace("+", "-").replace("/", "_")
