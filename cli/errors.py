"""What ends a command early, with the exit status it leaves.

CommandError
├── UsageError           a flag is missing or an argument is wrong; the user types it again
├── Declined             a person answered no
├── ChangesFound         `--expect-no-changes`, and something would change
├── OperationFailed      resources failed, as already shown
├── ProgramFailed        the program or its settings are wrong, as already shown; nothing was changed
└── Interrupted          the first Ctrl-C was heeded: in flight finished, the rest not begun
"""

from __future__ import annotations

from typing import ClassVar

from cli.exit_codes import ExitCode


class CommandError(Exception):
    """A command ends here. The message, where there is one, is for the person who typed it."""

    code: ClassVar[ExitCode] = ExitCode.FAILED


class UsageError(CommandError):
    """The command cannot be carried out as typed."""

    code = ExitCode.USAGE


class Declined(CommandError):
    """The plan was shown and not wanted."""


class ChangesFound(CommandError):
    """Something would change though nothing should."""

    code = ExitCode.CHANGES


class OperationFailed(CommandError):
    """Resources failed; the failures have been shown."""


class ProgramFailed(CommandError):
    """The program could not be run to its end, and no resource was touched; why has been shown."""

    code = ExitCode.USAGE


class Interrupted(CommandError):
    """The operation stopped early, in order, because it was asked to."""

    code = ExitCode.INTERRUPTED
