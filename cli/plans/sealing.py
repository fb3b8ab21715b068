"""Values as a plan file holds them: secrets as keyed digests, never in plain; what is not known yet, marked."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from typing import Any

from cli.errors import UsageError
from protocol.values import (
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_WIRE,
    Secret,
    contains_unknown,
    reveal,
)

Json = Any
"""What JSON can hold."""


def canonical(value: Json) -> bytes:
    """The one way in which a value is written."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


@dataclass(frozen=True)
class Seal:
    """Hides what a plan file must not tell, and proves that nobody changed it.

    Its key comes from the stack's passphrase: who has the file alone can neither try values nor make another plan.
    """

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, passphrase: str | None, project: str, stack: str) -> Seal:
        """The seal of a stack.

        Raises:
            UsageError: the stack has no passphrase here.
        """
        if passphrase is None:
            raise UsageError(f"{stack}: a plan is sealed with the stack's passphrase; set PULUMI_CONFIG_PASSPHRASE")
        salt = f"strata plan 1\0{project}\0{stack}".encode()
        # RFC 7914; the cost is OWASP's for an interactive login: a tenth of a second.
        return cls(hashlib.scrypt(passphrase.encode(), salt=salt, n=2**14, r=8, p=1))

    def digest(self, purpose: str, value: Json) -> str:
        """A digest that only who has the key can make; the purpose keeps digests of one kind from another's place."""
        return hmac.digest(self.key, purpose.encode() + b"\0" + canonical(value), "sha256").hex()

    def hide(self, value: Any) -> Json:
        """A value as the file holds it."""
        if value is UNKNOWN:
            return UNKNOWN_WIRE
        if isinstance(value, Secret):
            digest = None if contains_unknown(value) else self.digest("secret", self.hide(reveal(value)))
            return {SIGNATURE: SECRET_SIGNATURE, "digest": digest}
        if isinstance(value, dict):
            return {name: self.hide(element) for name, element in value.items()}
        if isinstance(value, list):
            return [self.hide(element) for element in value]
        return _in_order(value) if isinstance(value, str) and value[:1] in ("{", "[") else value


def _in_order(text: str) -> str:
    """A JSON document in its one form, any other text as it is: the members of an object have no order, and who writes
    one from a message of Pulumi's protocol writes them in another in each process.
    """
    try:
        return canonical(json.loads(text, object_pairs_hook=_once)).decode()
    except (ValueError, RecursionError):
        return text


def _once(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        raise ValueError("a member twice")
    return found


def is_secret(value: Json) -> bool:
    """Whether this stands for a secret."""
    return isinstance(value, dict) and value.get(SIGNATURE) == SECRET_SIGNATURE
