"""Secrets in the state: the official engine's passphrase provider.

AES-256-GCM under a key that PBKDF2-SHA256 derives from the passphrase and a salt. A ciphertext reads
`v1:<nonce>:<ciphertext>`, both base64; what is encrypted is the JSON of the value. Source: the official engine's
`secrets/passphrase` and `resource/config` packages.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import math
import os
import struct
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from engine.errors import PassphraseError, StateError
from protocol.values import (
    DEPTH_MAX,
    SECRET_SIGNATURE,
    SIGNATURE,
    UNKNOWN,
    UNKNOWN_WIRE,
    NestedTooDeeply,
    Secret,
    refuse_deep,
)

ITERATIONS: Final = 1_000_000
CHECK_TEXT: Final = "pulumi"
FLOAT_SIGNATURE: Final = "8ad145fe-0d11-4827-bfd7-1abcbf086f5c"
"""Marks a number that JSON cannot hold (infinite, not a number), as the hexadecimal digits of its bits."""

Position = tuple[str, ...]
"""Where a value stands in the state: a resource's URN, the name of its field, then property names and list indices."""


class Crypter:
    """Encrypts and decrypts text under one passphrase and salt.

    Attributes:
        salt: the salt as stack files and checkpoints hold it: `v1:<salt>:<ciphertext that proves the passphrase>`.
    """

    def __init__(self, passphrase: str, salt: str) -> None:
        """Raises:
        PassphraseError: the passphrase is wrong.
        StateError: the salt is damaged, or of another version.
        """
        version, _, rest = salt.partition(":")
        encoded, _, proof = rest.partition(":")
        if version != "v1" or not proof:
            raise StateError(f"the encryption salt {salt!r} is damaged; expected v1:<salt>:v1:<nonce>:<ciphertext>")
        self.salt = salt
        self._cipher = AESGCM(_derive(passphrase, _decode(encoded)))
        try:
            correct = self.decrypt(proof) == CHECK_TEXT
        except StateError:
            correct = False
        if not correct:
            raise PassphraseError(
                "incorrect passphrase; set PULUMI_CONFIG_PASSPHRASE to the one the stack was made with"
            )

    @classmethod
    def create(cls, passphrase: str) -> Crypter:
        """A crypter with a new random salt."""
        salt = os.urandom(8)
        proof = _encrypt(AESGCM(_derive(passphrase, salt)), CHECK_TEXT)
        return cls(passphrase, f"v1:{_encode(salt)}:{proof}")

    def encrypt(self, text: str) -> str:
        """Encrypt a text under a fresh nonce."""
        return _encrypt(self._cipher, text)

    def decrypt(self, ciphertext: str) -> str:
        """Decrypt what `encrypt` gave.

        Raises:
            StateError: the ciphertext is damaged, or was made under another key.
        """
        version, _, rest = ciphertext.partition(":")
        nonce, _, sealed = rest.partition(":")
        if version != "v1" or not sealed:
            raise StateError("a secret is damaged; expected v1:<nonce>:<ciphertext>")
        try:
            return self._cipher.decrypt(_decode(nonce), _decode(sealed), None).decode()
        except (InvalidTag, ValueError) as error:
            raise StateError("a secret cannot be decrypted: it is damaged, or was made with another key") from error


class Sealer:
    """Turns property values into checkpoint JSON and back.

    A secret that does not change keeps its ciphertext from one save to the next, at the same place in the state.
    """

    def __init__(self, crypter: Crypter | Callable[[], Crypter] | None) -> None:
        """Args:
        crypter: what encrypts; a function is called at the first secret; None where no passphrase was given.
        """
        self._crypter = crypter
        self._ciphertexts: dict[tuple[Position, str], str] = {}

    def seal(self, value: Any, *, at: Position) -> Any:
        """The value as a checkpoint holds it, every secret encrypted.

        Raises:
            PassphraseError: there is a secret, and no passphrase, or a wrong one.
        """
        if isinstance(value, dict):
            return {name: self.seal(element, at=(*at, name)) for name, element in sorted(value.items())}
        if isinstance(value, list | tuple):
            return [self.seal(element, at=(*at, str(index))) for index, element in enumerate(value)]
        if isinstance(value, Secret):
            return {SIGNATURE: SECRET_SIGNATURE, "ciphertext": self._encrypt(plaintext_of(value), at)}
        return _leaf(value)

    def unseal(self, value: Any, *, at: Position) -> Any:
        """A checkpoint's value in memory, every secret decrypted.

        Raises:
            StateError: a secret is damaged.
            NestedTooDeeply: the value is.
            PassphraseError: there is a secret, and no passphrase, or a wrong one.
        """
        if len(at) > DEPTH_MAX and isinstance(value, dict | list):
            raise NestedTooDeeply
        if isinstance(value, dict):
            signature = value.get(SIGNATURE)
            if signature == SECRET_SIGNATURE:
                return self._decrypt(value, at)
            if signature == FLOAT_SIGNATURE:
                return _special_float(value)
            return {name: self.unseal(element, at=(*at, name)) for name, element in value.items()}
        if isinstance(value, list):
            return [self.unseal(element, at=(*at, str(index))) for index, element in enumerate(value)]
        return UNKNOWN if value == UNKNOWN_WIRE else value

    @property
    def crypter(self) -> Crypter:
        """What encrypts and decrypts.

        Raises:
            PassphraseError: no passphrase was given, or a wrong one.
        """
        if callable(self._crypter):
            self._crypter = self._crypter()
        if self._crypter is None:
            raise PassphraseError("the stack has secrets, and no passphrase was given; set PULUMI_CONFIG_PASSPHRASE")
        return self._crypter

    def _encrypt(self, plaintext: str, at: Position) -> str:
        ciphertext = self._ciphertexts.get((at, plaintext))
        if ciphertext is None:
            ciphertext = self._ciphertexts[at, plaintext] = self.crypter.encrypt(plaintext)
        return ciphertext

    def _decrypt(self, record: Mapping[str, Any], at: Position) -> Secret:
        ciphertext = record.get("ciphertext")
        if not isinstance(ciphertext, str):
            return _from_plaintext(record.get("plaintext"))
        secret = _from_plaintext(self.crypter.decrypt(ciphertext))
        self._ciphertexts[at, plaintext_of(secret)] = ciphertext
        return secret


def plaintext_of(secret: Secret) -> str:
    """What is encrypted: the JSON of the value."""
    return json.dumps(_inside(secret.value), separators=(",", ":"), sort_keys=True)


def _inside(value: Any) -> Any:
    """Inside a secret nothing is encrypted a second time, but a secret stays marked as one."""
    if isinstance(value, Secret):
        return {SIGNATURE: SECRET_SIGNATURE, "plaintext": plaintext_of(value)}
    if isinstance(value, dict):
        return {name: _inside(element) for name, element in value.items()}
    if isinstance(value, list | tuple):
        return [_inside(element) for element in value]
    return _leaf(value)


def _from_plaintext(plaintext: Any) -> Secret:
    try:
        value = json.loads(plaintext)
        refuse_deep(value)
        return Secret(_from_inside(value))
    except (TypeError, ValueError) as error:
        raise StateError("a secret is damaged: what it holds is not JSON of a sensible depth") from error


def _from_inside(value: Any) -> Any:
    if isinstance(value, dict):
        signature = value.get(SIGNATURE)
        if signature == SECRET_SIGNATURE:
            # The official engine calls the nested plaintext a ciphertext, though it is not encrypted.
            return _from_plaintext(value.get("plaintext", value.get("ciphertext")))
        if signature == FLOAT_SIGNATURE:
            return _special_float(value)
        return {name: _from_inside(element) for name, element in value.items()}
    if isinstance(value, list):
        return [_from_inside(element) for element in value]
    return UNKNOWN if value == UNKNOWN_WIRE else value


def _special_float(record: Mapping[str, Any]) -> float:
    try:
        return float(struct.unpack(">d", bytes.fromhex(record["value"]))[0])
    except (KeyError, TypeError, ValueError, struct.error) as error:
        raise StateError("a number is damaged; expected the sixteen hexadecimal digits of its bits") from error


def _leaf(value: Any) -> Any:
    if value is UNKNOWN:
        return UNKNOWN_WIRE
    if isinstance(value, float):
        if not math.isfinite(value):
            return {SIGNATURE: FLOAT_SIGNATURE, "value": struct.pack(">d", value).hex()}
        return int(value) if value.is_integer() else value
    return value


@lru_cache(maxsize=8)
def _derive(passphrase: str, salt: bytes) -> bytes:
    """The key. A million iterations take about 0.3 s, so each passphrase and salt is derived once per process."""
    return hashlib.pbkdf2_hmac("sha256", passphrase.encode(), salt, ITERATIONS, dklen=32)


def _encrypt(cipher: AESGCM, text: str) -> str:
    nonce = os.urandom(12)
    return f"v1:{_encode(nonce)}:{_encode(cipher.encrypt(nonce, text.encode(), None))}"


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise StateError(f"{text!r} is not base64") from error
