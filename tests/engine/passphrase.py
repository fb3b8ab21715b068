"""The passphrase provider's format once more, from its description alone: nothing here knows `engine.secrets`.

The key is PBKDF2-HMAC-SHA256 of the passphrase, a million rounds over the salt's eight bytes, 32 bytes long. A
ciphertext is `v1:<nonce>:<sealed>` in base64, sealed by AES-256-GCM with a nonce of 12 bytes. A salt is
`v1:<salt>:<ciphertext>`, and its ciphertext opens to `pulumi`.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
SEALED = re.compile(rf"v1:([A-Za-z0-9+/]{{16}}):({BASE64})")
SALT = re.compile(rf"v1:([A-Za-z0-9+/]{{11}}=):({SEALED.pattern})")


@lru_cache(maxsize=16)
def key(passphrase: str, salt: str) -> bytes:
    """The key that a passphrase opens a salt with.

    Raises:
        ValueError: the salt is malformed, or another passphrase's.
    """
    found = SALT.fullmatch(salt)
    if found is None:
        raise ValueError(f"{salt!r} is no salt")
    derived = hashlib.pbkdf2_hmac("sha256", passphrase.encode(), base64.b64decode(found[1]), 1_000_000, dklen=32)
    if opened(derived, found[2]) != "pulumi":
        raise ValueError("the salt does not prove this passphrase")
    return derived


def opened(derived: bytes, ciphertext: str) -> str:
    """What was sealed.

    Raises:
        ValueError: the ciphertext is malformed.
        cryptography.exceptions.InvalidTag: it is damaged, or another key's.
    """
    found = SEALED.fullmatch(ciphertext)
    if found is None:
        raise ValueError(f"{ciphertext!r} is no ciphertext")
    nonce, sealed = base64.b64decode(found[1]), base64.b64decode(found[2])
    # GCM's tag is the last 16 bytes.
    decryptor = Cipher(algorithms.AES(derived), modes.GCM(nonce, sealed[-16:])).decryptor()
    return (decryptor.update(sealed[:-16]) + decryptor.finalize()).decode()
