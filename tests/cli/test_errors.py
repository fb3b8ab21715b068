"""Every way to end early leaves its exit status."""

from __future__ import annotations

from cli import errors
from cli.exit_codes import ExitCode


def test_each_error_leaves_its_status() -> None:
    assert {kind.__name__: kind.code for kind in errors.CommandError.__subclasses__()} == {
        "UsageError": ExitCode.USAGE,
        "Declined": ExitCode.FAILED,
        "ChangesFound": ExitCode.CHANGES,
        "OperationFailed": ExitCode.FAILED,
        "ChecksFailed": ExitCode.FAILED,
        "PolicyViolated": ExitCode.FAILED,
        "ProgramFailed": ExitCode.USAGE,
        "PlanFailed": ExitCode.USAGE,
        "EngineFailed": ExitCode.FAILED,
        "Unprepared": ExitCode.UNPREPARED,
        "Protected": ExitCode.FAILED,
        "ResidueFound": ExitCode.RESIDUE,
        "Interrupted": ExitCode.INTERRUPTED,
    }


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = {line.split()[1] for line in (errors.__doc__ or "").splitlines() if line.startswith(("├", "└"))}
    assert drawn == {kind.__name__ for kind in errors.CommandError.__subclasses__()}
