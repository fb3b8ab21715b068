"""Physical names for resources that were given none: `<logical>-<7 hex>`, as Pulumi's AWS provider makes them."""

from __future__ import annotations

import hashlib
import itertools
import re
import secrets
import time

_COUNTER = itertools.count()


def random_suffix(seed: bytes, logical: str) -> str:
    """Seven hex digits: always the same for one seed and one logical name; at random without a seed."""
    digest = hashlib.sha256(seed + logical.encode()).hexdigest() if seed else secrets.token_hex()
    return digest[:7]


def suffix_of(name: object, logical: str) -> str | None:
    """The seven digits of a name that auto-naming made for this logical name; None for a chosen name."""
    if not isinstance(name, str):
        return None
    found = re.search(rf"{re.escape(logical)}-([0-9a-f]{{7}})(\.fifo)?$", name, re.IGNORECASE)
    return found[1] if found else None


def name_with_prefix(prefix: str, attempt: str = "") -> str:
    """A unique name for a resource that was given a prefix (`namePrefix`): the time, then a counter.

    An attempt at making it that has a name gets the same one whenever it is repeated.
    """
    if attempt:
        return f"{prefix}{hashlib.sha256(attempt.encode()).hexdigest()[:26]}"
    stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime()) + f"{time.time_ns() % 10**9 // 10**5:04d}"
    return f"{prefix}{stamp}{next(_COUNTER):08x}"
