"""Names for objects that were given none: `<logical>-<8 hex>`, marked so that a later change may rename them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

from protocol.values import UNKNOWN, Props, Secret, reveal

AUTONAMED: Final = "pulumi.com/autonamed"
"""The annotation of an object whose name was made here."""


def suffix(seed: bytes, logical: str) -> str:
    """Eight hex digits: always the same for one seed and one logical name; at random without a seed."""
    digest = hashlib.sha256(seed + logical.encode()).hexdigest() if seed else secrets.token_hex()
    return digest[:8]


def is_autonamed(inputs: Props) -> bool:
    """Whether the object's name was made here."""
    return _annotations(inputs).get(AUTONAMED) == "true"


def name(inputs: Props, olds: Props, logical: str, seed: bytes) -> None:
    """Give an object a name in place, unless it has one; the one it had before if that was made here, too."""
    metadata = inputs.get("metadata")
    secret = isinstance(metadata, Secret)
    known = metadata.value if isinstance(metadata, Secret) else metadata
    if known is UNKNOWN or (known or {}).get("name") is not None or (known or {}).get("generateName") is not None:
        return
    named = dict(known or {})
    old = reveal(olds.get("metadata") or {})
    kept = old.get("name") if is_autonamed(olds) else None
    named["name"] = kept or f"{logical}-{suffix(seed, logical)}"
    annotations = named.get("annotations")
    if annotations is not UNKNOWN:
        plain = annotations.value if isinstance(annotations, Secret) else annotations
        marked = {**(plain or {}), AUTONAMED: "true"} if plain is not UNKNOWN else plain
        named["annotations"] = Secret(marked) if isinstance(annotations, Secret) else marked
    inputs["metadata"] = Secret(named) if secret else named


def _annotations(inputs: Props) -> dict[str, Any]:
    metadata = reveal(inputs.get("metadata"))
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return annotations if isinstance(annotations, dict) else {}
