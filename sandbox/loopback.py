"""Which addresses are this machine's own: the sandbox talks to no others, and answers to no other name."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::\d*)?")


def is_loopback(url: str) -> bool:
    """Whether a URL's host is a loopback address or `localhost`."""
    try:
        # Not `hostname`, which takes what stands before or behind an address for no part of it.
        found = _HOST.fullmatch(urlsplit(url).netloc)
        host = (found["v6"] or found["name"]).lower() if found else ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
