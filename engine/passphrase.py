"""A new passphrase for stacks: every secret of their states and their stack files is encrypted anew, all or nothing.

The stack files keep their comments and their order: only ciphertexts and the salt are exchanged. While the change is
under way its redo log holds what the files will hold; it is readable by its owner only, as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine import editing
from engine.editing import Held, Notify
from engine.errors import ConfigError, EngineError, StateError
from engine.project import Stack
from engine.secrets import Crypter, Sealer
from engine.yaml_file import read_mapping


class PassphraseRefused(EngineError):
    """The new passphrase would not do."""


def change_passphrase(
    stacks: Sequence[Stack], new: str, notify: Notify, other: Mapping[Path, bytes] | None = None
) -> list[Path]:
    """Encrypt stacks anew.

    Args:
        stacks: of one project, each opened with the passphrase it has.
        new: the passphrase they are to have.
        notify: told what a person should know, such as a stale lock that was taken over.
        other: further files that change with them, such as the one that holds the passphrase.

    Returns:
        The stack files that were changed.

    Raises:
        PassphraseRefused: the new passphrase is empty, or begins or ends with white space.
        PassphraseError: a stack has another passphrase than the one it was opened with.
        ConfigError: a stack file is wrong, or a ciphertext stands in it in a way that cannot be exchanged.
        StateError: a state is damaged, or cannot be written.
        StackLocked: an operation works on a stack.
    """
    if not new or new != new.strip():
        raise PassphraseRefused("a passphrase must not be empty, nor begin or end with white space")
    with editing.hold(stacks, notify) as all_held:
        crypters = [Crypter.create(new) for _ in all_held]
        rewritten: dict[Path, bytes] = {}
        for held, crypter in zip(all_held, crypters, strict=True):
            rewritten |= _stack_file(held, crypter)
        changes = [
            (held, replace(held.snapshot, salt=crypter.salt), Sealer(crypter))
            for held, crypter in zip(all_held, crypters, strict=True)
        ]
        editing.save_together(changes, "state passphrase: encrypted anew", {**rewritten, **(other or {})})
    return list(rewritten)


def _stack_file(held: Held, new: Crypter) -> dict[Path, bytes]:
    """A stack's file with the salt and every ciphertext exchanged; nothing if it names no salt and holds no secret."""
    stack = held.stack
    path = stack.project.stack_file(stack.name)
    shown = str(path.relative_to(stack.project.root))
    document, mistakes = read_mapping(path, shown)
    if mistakes:
        raise ConfigError(mistakes)
    salt = stack.file.salt
    ciphertexts = sorted(set(_ciphertexts(document)))
    if not salt and ciphertexts:
        raise ConfigError([f"{shown}: holds encrypted values, but no encryptionsalt; restore the line"])
    if not salt:
        return {}
    old = stack.crypter(salt)
    try:
        exchanged = {salt: new.salt} | {one: new.encrypt(old.decrypt(one)) for one in ciphertexts}
    except StateError as error:
        raise ConfigError([f"{shown}: {error}"]) from error
    text = _exchanged(path.read_bytes().decode(), exchanged, shown)
    return {path: text.encode()}


def _exchanged(text: str, exchanged: Mapping[str, str], shown: str) -> str:
    for before, after in exchanged.items():
        if before not in text:
            raise ConfigError([f"{shown}: {before[:24]}… is not written in one piece; write it in one line"])
        text = text.replace(before, after)
    return text


def _ciphertexts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if list(value) == ["secure"] and isinstance(value["secure"], str):
            yield value["secure"]
            return
        for element in value.values():
            yield from _ciphertexts(element)
    elif isinstance(value, list):
        for element in value:
            yield from _ciphertexts(element)
