"""What can go wrong in an operation.

EngineError                  the operation cannot go on; the message is for people
├── ProjectError             Pulumi.yaml is wrong; the user edits it
├── ConfigError              the stack file is wrong; the user edits it; carries every mistake
├── StackNotFound            no stack of that name
├── PassphraseError          the passphrase is missing or wrong
├── StateError               the recorded state is damaged, or of a kind we do not know, or cannot be read or written
│   └── ChecksumMismatch     a checkpoint is not the one that was saved
├── StackLocked              another operation works on the stack
├── ProgramError             the program failed, or asked for the impossible
├── UnsupportedError         the engine does not support what was asked; names the gap
├── EngineDefect             the engine has a bug; carries the traceback
└── ResourceError            a step failed; carries the URN
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence


class EngineError(Exception):
    """An operation cannot go on. The message says where, what and what to do, without a traceback."""


class ProjectError(EngineError):
    """The project file is missing or wrong."""


class ConfigError(EngineError):
    """The configuration of a stack is wrong.

    Attributes:
        problems: every mistake, one line each: file, key, what was found, what is allowed.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class StackNotFound(EngineError):
    """No stack of that name exists."""


class PassphraseError(EngineError):
    """The passphrase is missing or does not open the stack's secrets."""


class StateError(EngineError):
    """The recorded state is damaged, inconsistent or of an unknown kind."""


class ChecksumMismatch(StateError):
    """A checkpoint is not the one that was saved: it is damaged, or was changed by hand."""


class StackLocked(EngineError):
    """Another operation works on the stack."""


class ProgramError(EngineError):
    """The program failed, or asked for something that cannot be."""


class UnsupportedError(EngineError):
    """The engine does not support what was asked for; the message names the gap."""


class EngineDefect(EngineError):
    """Something went wrong that nobody foresaw: a bug. The message holds the traceback, without known secrets."""


class ResourceError(EngineError):
    """A step failed.

    Attributes:
        urn: the resource it was about.
    """

    def __init__(self, urn: str, message: str) -> None:
        super().__init__(f"{urn}: {without_subject(message, urn)}")
        self.urn = urn


def without_subject(message: str, subject: str) -> str:
    """A message without the URN or token that it may begin with, for whoever is about to name that already."""
    while message.startswith(f"{subject}: "):
        message = message.removeprefix(f"{subject}: ")
    return message


def suggest(name: str, allowed: Iterable[str]) -> str:
    """How a message about an unknown name ends: with the nearest allowed one, or with all of them."""
    allowed = sorted(allowed)
    close = difflib.get_close_matches(name, allowed, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"allowed: {', '.join(allowed) or 'none'}"
