"""What ends a command early, with the exit status it leaves.

CommandError
├── UsageError           a flag is missing or an argument is wrong; the user types it again
├── Declined             a person answered no
├── ChangesFound         `--expect-no-changes`, and something would change
├── OperationFailed      resources failed, as already shown
├── ProgramFailed        the program or its settings are wrong, as already shown; nothing was changed
├── PlanFailed           a stack cannot be planned; carries every mistake
├── EngineFailed         the engine did not begin: the stack is locked, the backend does not answer…
├── Unprepared           what the operation needs is not there; carries all that is missing, and what mends it
├── PolicyViolated       a policy is violated; the violations have been shown
├── Protected            what would go is protected; says how to go on
├── ChecksFailed         `doctor` found something that will not work, as shown
├── ResidueFound         an audit found what the stack's state does not list
└── Interrupted          the first Ctrl-C was heeded: in flight finished, the rest not begun
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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


class PolicyViolated(CommandError):
    """What is, or would be, deployed violates a policy that is mandatory."""


class ProgramFailed(CommandError):
    """The program could not be run to its end, and no resource was touched; why has been shown."""

    code = ExitCode.USAGE


class PlanFailed(CommandError):
    """A stack cannot be planned, because of its program or its settings.

    Attributes:
        messages: all that is wrong.
    """

    code = ExitCode.USAGE

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


class EngineFailed(CommandError):
    """The engine did not begin."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that an operation needs and does not find.

    Attributes:
        what: what is missing.
        mend: the command that mends it, as it is typed.
    """

    what: str
    mend: str


class Unprepared(CommandError):
    """Something that the operation needs is missing; nothing was run.

    Attributes:
        missing: all of it.
        unchecked: what could not be looked for; empty if everything was.
    """

    code = ExitCode.UNPREPARED

    def __init__(self, what: str, missing: Sequence[Missing], *, unchecked: str = "") -> None:
        lines = [f"{what}; missing:", *(f"  {one.what}\n      {one.mend}" for one in missing)]
        super().__init__("\n".join([*lines, f"  {unchecked}"] if unchecked else lines))
        self.missing = tuple(missing)
        self.unchecked = unchecked


class Protected(CommandError):
    """Something that would go is protected."""


class ChecksFailed(CommandError):
    """Something that is asked for will not work; what, and what mends it, has been shown."""


class ResidueFound(CommandError):
    """Something of a stack is left that its state does not list, as shown."""

    code = ExitCode.RESIDUE

    def __init__(self, stack: str, count: int) -> None:
        super().__init__(
            f"{stack}: {count} left that its state does not list; it stays, and is paid for, until somebody deletes it"
        )


class Interrupted(CommandError):
    """The operation stopped early, in order, because it was asked to."""

    code = ExitCode.INTERRUPTED


def foreseen(error: Exception) -> ExitCode | None:
    """The exit status of an error whose message is for people; None for a defect, which keeps its traceback."""
    from engine import errors
    from sandbox.environment import SandboxError

    mistakes = (errors.ProjectError, errors.ConfigError, errors.StackNotFound)
    if isinstance(error, mistakes):
        return ExitCode.USAGE
    return ExitCode.FAILED if isinstance(error, errors.EngineError | SandboxError) else None
