"""The syntaxes of names, labels, ports and quantities.

Sources: RFC 1123, RFC 1035, RFC 6335, Kubernetes' API conventions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from sandbox.problem import Problem

_LABEL: Final = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUFFIXES: Final = {
    "": Decimal(1),
    **{letter: Decimal(10) ** (-9 + 3 * index) for index, letter in enumerate("num")},
    **{letter: Decimal(1000) ** (index + 1) for index, letter in enumerate("kMGTPE")},
    **{f"{letter}i": Decimal(1024) ** (index + 1) for index, letter in enumerate("KMGTPE")},
}
_QUANTITY: Final = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)")


def dns_label(value: Any, path: str) -> Iterator[Problem]:
    """`my-name`."""
    if isinstance(value, str) and not (len(value) <= 63 and re.fullmatch(_LABEL, value)):
        yield Problem(
            path,
            f"must be a DNS label (at most 63 of a-z, 0-9 and '-', a letter or digit first and last), got {value!r}",
        )


def service_name(value: Any, path: str) -> Iterator[Problem]:
    """A DNS label that starts with a letter."""
    if isinstance(value, str) and not (len(value) <= 63 and re.fullmatch(r"[a-z]([-a-z0-9]*[a-z0-9])?", value)):
        yield Problem(
            path,
            f"must be a DNS label that starts with a letter (at most 63 of a-z, 0-9 and '-'), got {value!r}",
        )


def dns_subdomain(value: Any, path: str) -> Iterator[Problem]:
    """`my-name.example.com`."""
    if isinstance(value, str) and not (len(value) <= 253 and re.fullmatch(rf"{_LABEL}(\.{_LABEL})*", value)):
        yield Problem(
            path,
            "must be a DNS name (at most 253 of a-z, 0-9, '-' and '.', a letter or digit first and last of each part), "
            f"got {value!r}",
        )


def path_segment(value: Any, path: str) -> Iterator[Problem]:
    """What can stand in a URL: the names of roles and bindings."""
    if isinstance(value, str) and (value in ("", ".", "..") or "/" in value or "%" in value):
        yield Problem(path, f"must hold no '/' and no '%', got {value!r}")


def qualified_key(key: str, path: str) -> Iterator[Problem]:
    """A label's or annotation's key: `[example.com/]name`."""
    prefix, slash, name = key.rpartition("/")
    if slash:
        yield from dns_subdomain(prefix, path)
    if not (len(name) <= 63 and re.fullmatch(r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?", name)):
        yield Problem(
            path,
            "the name part of a key must be at most 63 letters, digits, '-', '_' and '.', a letter or digit first and "
            f"last, got {name!r}",
        )


def label_value(value: Any, path: str) -> Iterator[Problem]:
    """A label's value."""
    if isinstance(value, str) and not (
        len(value) <= 63 and re.fullmatch(r"([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?", value)
    ):
        yield Problem(
            path,
            "a label's value must be at most 63 letters, digits, '-', '_' and '.', a letter or digit first and last, "
            f"got {value!r}",
        )


def port_number(value: Any, path: str) -> Iterator[Problem]:
    """1 to 65535."""
    if isinstance(value, int) and not 1 <= value <= 65535:
        yield Problem(path, f"must be a port from 1 to 65535, got {value}")


def port_name(value: Any, path: str) -> Iterator[Problem]:
    """A port's name."""
    if isinstance(value, str) and not (
        len(value) <= 15 and re.fullmatch(_LABEL, value) and re.search("[a-z]", value) and "--" not in value
    ):
        yield Problem(
            path,
            f"must be at most 15 of a-z, 0-9 and single '-', with at least one letter, got {value!r}",
        )


def port(value: Any, path: str) -> Iterator[Problem]:
    """A port by number or by name."""
    yield from port_name(value, path) if isinstance(value, str) else port_number(value, path)


def parse_quantity(value: Any) -> Decimal | None:
    """The number that `500m`, `1Gi` or 2 stands for; None when it is no quantity."""
    match = _QUANTITY.fullmatch(str(value)) if isinstance(value, str | int | float) else None
    if match is None:
        return None
    number, exponent, suffix = match.groups()
    return Decimal(number + exponent) if exponent else Decimal(number) * _SUFFIXES[suffix or ""]


def quantity(value: Any, path: str) -> Iterator[Problem]:
    """An amount: 2, `500m`, `1Gi`; never negative."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return
    number = parse_quantity(value)
    if number is None:
        yield Problem(path, f"must be a quantity such as 2, '500m' or '1Gi', got {value!r}")
    elif number < 0:
        yield Problem(path, f"must not be negative, got {value!r}")
