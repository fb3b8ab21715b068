"""What the exit status of every command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit status; scripts may rely on the numbers."""

    OK = 0
    FAILED = 1
    USAGE = 2
    CHANGES = 3
    UNPREPARED = 4
    RESIDUE = 5
    INTERRUPTED = 130

    @property
    def meaning(self) -> str:
        """One line for the help and the reference."""
        return {
            ExitCode.OK: "done; with `--expect-no-changes`, nothing would change",
            ExitCode.FAILED: "the operation failed, or the plan was declined",
            ExitCode.USAGE: "wrong usage, or a mistake in the program or its settings",
            ExitCode.CHANGES: "something would change, differs from a plan, or is to be recovered",
            ExitCode.UNPREPARED: "the Pulumi CLI, a plugin, a login… is missing; nothing was run",
            ExitCode.RESIDUE: "something of the stack is left that its state does not list",
            ExitCode.INTERRUPTED: "interrupted; what was in flight is recorded",
        }[self]
