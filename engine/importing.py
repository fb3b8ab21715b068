"""Replacing a stack's state by a deployment from a file: what speaks against it, what changes, and doing it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine import deployment_file, editing
from engine.deployment_file import Difference
from engine.editing import Held, Notify
from engine.errors import StateError
from engine.project import Stack
from engine.secrets import Sealer
from engine.snapshot import Snapshot


class ImportRefused(StateError):
    """Something speaks against an import; the message lists all of it."""


@dataclass(frozen=True, slots=True)
class Import:
    """An import that waits for its word.

    Attributes:
        snapshot: what becomes the stack's state.
        difference: what changes with it.
        warnings: what a person should know, a line each.
    """

    snapshot: Snapshot
    difference: Difference
    warnings: list[str]
    _held: Held
    _sound: bool

    def carry_out(self) -> list[Path]:
        """Write it; copies of what could not be read are kept, and returned.

        Raises:
            StateError: it cannot be written.
        """
        if self._sound:
            editing.save(self._held, self.snapshot, "state import", checked=False)
            return []
        return editing.replace_damaged(self._held, self.snapshot, "state import")


@contextlib.contextmanager
def hold(stack: Stack, content: bytes, notify: Notify, *, force: bool) -> Iterator[Import]:
    """Hold a stack for an import.

    Args:
        stack: the stack.
        content: the file.
        notify: told what a person should know, such as a stale lock that was taken over.
        force: import in spite of objections, and over a state that cannot be read.

    Raises:
        ImportRefused: something speaks against it.
        StateError: the file is no deployment, or holds secrets of another key.
        PassphraseError: its secrets, or the stack's, do not open.
        StackLocked: an operation works on the stack.
    """
    with editing.hold_whatever_it_is(stack, notify) as (held, unreadable):
        read = deployment_file.read(stack, content, salt=held.snapshot.salt)
        objections = [*read.objections, *([f"the present state cannot be read: {unreadable}"] if unreadable else [])]
        if objections and not force:
            raise ImportRefused(
                "\n".join(["the import is refused; --force does it all the same:", *(f"  {one}" for one in objections)])
            )
        # Under its own salt, each secret keeps its ciphertext; under another, all are encrypted anew.
        own, salt = held.snapshot.salt, read.snapshot.salt
        sealer = read.sealer if salt and own in ("", salt) else held.sealer
        snapshot = _under(own or salt, read.snapshot)
        warnings = [f"imported all the same: {one}" for one in objections]
        warnings += [
            f"{one.resource.urn}: an operation was cut off while {one.kind} it; the next one looks into it"
            for one in snapshot.pending_operations
        ]
        difference = deployment_file.compare(held.snapshot, snapshot)
        yield Import(snapshot, difference, warnings, _sealed_by(held, sealer), not unreadable)


def _under(salt: str, snapshot: Snapshot) -> Snapshot:
    snapshot.salt = salt
    return snapshot


def _sealed_by(held: Held, sealer: Sealer) -> Held:
    return Held(held.stack, held.snapshot, sealer, held.before)
