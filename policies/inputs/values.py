"""Property values as states, previews and lists write them, as rules see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from policies.node import UNKNOWN, Secret

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""Source: the Pulumi SDK's `runtime/rpc.py`."""
HIDDEN_TEXT: Final = "[secret]"
"""What `pulumi preview --json` writes in a secret's place."""


def understand(value: Any) -> Any:
    """A value with `UNKNOWN` where it is not known, and `Secret` around what must not be shown."""
    if isinstance(value, str):
        if value == UNKNOWN_TEXT:
            return UNKNOWN
        return Secret(UNKNOWN) if value == HIDDEN_TEXT else value
    if isinstance(value, list):
        return [understand(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)  # on the wire every number is a float
    if not isinstance(value, Mapping):
        return value
    if value == {"unknown": True}:
        return UNKNOWN
    if SIGNATURE in value:
        return _special(value)
    return {str(key): understand(one) for key, one in value.items()}


def _special(value: Mapping[str, Any]) -> Any:
    # What is only there as ciphertext has a value that cannot be looked at; an export may hold it as plain text.
    if value[SIGNATURE] == SECRET:
        return Secret(understand(value.get("value", UNKNOWN_TEXT)))
    if value[SIGNATURE] == OUTPUT:
        inner = understand(value.get("value", UNKNOWN_TEXT))
        return Secret(inner) if value.get("secret") else inner
    return {str(key): understand(one) for key, one in value.items() if key != SIGNATURE}
