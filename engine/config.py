"""The configuration of a stack: its file `Pulumi.<stack>.yaml`, checked against the project's declarations.

The program gets every value as text: text as it stands, anything else as JSON, byte for byte as from the official CLI.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.declarations import Declaration, matches, qualify
from engine.errors import ConfigError, PassphraseError, StateError, suggest
from engine.secrets import Crypter
from engine.yaml_file import describe

_FIELDS: Final = ("config", "encryptedkey", "encryptionsalt", "environment", "secretsprovider")


@dataclass(frozen=True, slots=True)
class StackConfig:
    """A stack's configuration.

    Attributes:
        values: `<namespace>:<name>` to the text that the program gets; secrets decrypted.
        secret_keys: the keys whose values are secret, or hold a secret.
        recorded: the values as the official engine writes them into the history, secrets encrypted.
    """

    values: dict[str, str]
    secret_keys: frozenset[str]
    recorded: dict[str, Any]


class StackFile:
    """A stack file, read but not yet checked.

    Attributes:
        salt: what the file's secrets are encrypted with; empty if the file names none.
    """

    def __init__(self, document: Mapping[str, Any], mistakes: list[str], *, project: str, shown: str) -> None:
        """Args:
        document: the file's content.
        mistakes: what was found wrong while it was read, a line each.
        project: the project's name, the namespace of keys without one.
        shown: the file's name for messages.
        """
        self._document = document
        self._project = project
        self._shown = shown
        self._mistakes = [*mistakes, *(f"{shown}: {mistake}" for mistake in self._shape_mistakes())]
        salt = document.get("encryptionsalt")
        self.salt = salt if isinstance(salt, str) else ""

    def check(self, declarations: Mapping[str, Declaration], decrypt: Callable[[str], str]) -> StackConfig:
        """Check every key, decrypt what is encrypted, fill in defaults.

        Args:
            declarations: what `Pulumi.yaml` declares, by key.
            decrypt: turns a ciphertext into text.

        Raises:
            ConfigError: the file holds mistakes; every one is listed.
            PassphraseError: it holds none, but secrets, and there is no passphrase that opens them.
        """
        mistakes = list(self._mistakes)
        if mistakes and not self._document:  # not even YAML: what it lacks is unknown
            raise ConfigError(mistakes)
        written = self._written(mistakes)
        defaults = {key: item.default for key, item in declarations.items() if item.fills and key not in written}
        everything = {**defaults, **written}
        locked: PassphraseError | None = None
        values: dict[str, str] = {}
        secret_keys: set[str] = set()
        for key, raw in everything.items():
            try:
                plain, secret = _open(raw, decrypt)
            except PassphraseError as error:
                locked = error
                continue
            except StateError as error:
                mistakes.append(self._line(key, str(error)))
                continue
            mistakes += [self._line(key, m) for m in _value_mistakes(declarations.get(key), plain, secret=secret)]
            values[key] = as_text(plain)
            secret_keys |= {key} if secret else set()
        mistakes += [self._line(key, mistake) for key, mistake in self._key_mistakes(declarations, written)]
        if mistakes:
            raise ConfigError(mistakes)
        if locked:
            raise locked
        recorded = {key: raw if isinstance(raw, dict | list) else as_text(raw) for key, raw in everything.items()}
        return StackConfig(values, frozenset(secret_keys), recorded)

    def _shape_mistakes(self) -> Iterator[str]:
        for name in self._document:
            if name not in _FIELDS:
                hint = "write it under config:" if ":" in name else suggest(name, _FIELDS)
                yield f"{name}: unknown; {hint}"
        config = self._document.get("config")
        if config is not None and not isinstance(config, dict):
            yield f"config: must be a mapping of keys to values, got {describe(config)}"
        if self._document.get("environment"):
            yield "environment: not supported by this engine; write the values under config:"
        provider = self._document.get("secretsprovider")
        known = provider in (None, "", "default", "passphrase")
        # Where there are no secrets, nothing is asked of what would encrypt them: a stack that lives in the cloud is
        # planned here without any key of its account.
        if not known and (not isinstance(provider, str) or _holds_secret(config)):
            yield f"secretsprovider: this engine knows only passphrase, got {describe(provider)}"
        salt = self._document.get("encryptionsalt", "")
        if not isinstance(salt, str):
            yield f"encryptionsalt: must be text, got {describe(salt)}"

    def _written(self, mistakes: list[str]) -> dict[str, Any]:
        """The values in the file, by full key."""
        config = self._document.get("config")
        written: dict[str, Any] = {}
        for name, value in config.items() if isinstance(config, dict) else ():
            key = qualify(self._project, name)
            if key is None:
                mistakes.append(self._line(name, "is not a key; write <name>, or <namespace>:<name>"))
            elif key in written:
                mistakes.append(self._line(name, "is given already, with the namespace or without"))
            else:
                written[key] = value
        return written

    def _key_mistakes(
        self, declarations: Mapping[str, Declaration], written: Mapping[str, Any]
    ) -> Iterator[tuple[str, str]]:
        """Keys that are missing, and keys of the project's namespace that it does not declare, if it declares any."""
        own = [key for key, declaration in declarations.items() if declaration.own]
        for key in own:
            if declarations[key].required and key not in written:
                yield key, f"missing; expected {declarations[key].type or 'a value'}"
        for key in written:
            if own and key.startswith(f"{self._project}:") and key not in declarations:
                yield key, f"not declared in Pulumi.yaml; {suggest(key, own)}"

    def _line(self, key: str, mistake: str) -> str:
        return f"{self._shown}: {key}: {mistake}"


def decrypter(crypter: Callable[[str], Crypter], salt: str) -> Callable[[str], str]:
    """What decrypts the values of a stack file that names this salt."""

    def decrypt(ciphertext: str) -> str:
        if not salt:
            raise StateError(
                "is encrypted, but the file has no encryptionsalt; restore the line, or set the value anew"
            )
        return crypter(salt).decrypt(ciphertext)

    return decrypt


def as_text(value: Any) -> str:
    """A value as the program gets it: text as it stands, anything else as the JSON that Go would write."""
    return value if isinstance(value, str) else _json(value)


def _holds_secret(value: Any) -> bool:
    """Whether any value in it is encrypted."""
    if isinstance(value, dict):
        return list(value) == ["secure"] or any(map(_holds_secret, value.values()))
    return isinstance(value, list) and any(map(_holds_secret, value))


def _open(value: Any, decrypt: Callable[[str], str]) -> tuple[Any, bool]:
    """A value with every `secure:` in it decrypted, and whether there was one."""
    if isinstance(value, dict):
        if list(value) == ["secure"] and isinstance(value["secure"], str):
            return decrypt(value["secure"]), True
        opened = {name: _open(element, decrypt) for name, element in value.items()}
        return {name: plain for name, (plain, _) in opened.items()}, any(secret for _, secret in opened.values())
    if isinstance(value, list):
        elements = [_open(element, decrypt) for element in value]
        return [plain for plain, _ in elements], any(secret for _, secret in elements)
    return value, False


def _value_mistakes(declaration: Declaration | None, value: Any, *, secret: bool) -> Iterator[str]:
    if declaration is None:
        return
    if declaration.secret and not secret:
        yield f"must be encrypted; set it with `pulumi config set --secret {declaration.key}`"
    # The program gets text in any case, so a number or a boolean is text too.
    given = value if value is None or isinstance(value, dict | list) else as_text(value)
    if not matches(declaration.type, given):
        got = "" if secret or declaration.secret else f", got {describe(value)}"
        yield f"must be {_article(declaration.type)}{got}"


def _article(type_: str) -> str:
    examples = {"integer": " such as 3", "boolean": ", true or false", "object": ", a mapping of keys to values"}
    article = "an" if type_[0] in "aio" else "a"
    return f"{article} {type_}{examples.get(type_, '')}"


def _json(value: Any) -> str:
    """JSON as Go writes it: keys sorted, `<`, `>` and `&` escaped, exponents only for very small and large numbers."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_json(name)}:{_json(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_json(element) for element in value) + "]"
    if isinstance(value, float):
        return _float(value)
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        for character in "<>&\u2028\u2029":
            text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _float(value: float) -> str:
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        digits = format(Decimal(repr(value)), "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    mantissa, _, exponent = repr(value).partition("e")
    return f"{mantissa}e{exponent[0]}{exponent[1:].lstrip('0')}"
