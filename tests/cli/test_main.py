"""The command line starts fast, explains itself, and ends with a status and a message instead of a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.exit_codes import ExitCode
from cli.main import COMMANDS, SANDBOX_COMMANDS, STATE_COMMANDS, run
from tests.cli.conftest import Small

HEAVY = ("pulumi", "pulumi_aws", "pulumi_kubernetes", "boto3", "botocore", "moto", "rich.live", "engine")


@pytest.mark.parametrize("arguments", [(), ("--help",), ("up", "--help"), ("sandbox", "--help")])
def test_nothing_heavy_is_imported_to_explain_a_command(arguments: tuple[str, ...]) -> None:
    program = (
        "import sys\nfrom cli.main import run\n"
        f"assert run({list(arguments)!r}) == 0\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert told.stderr == "[]\n"


def test_without_arguments_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    shown = capsys.readouterr().out
    assert run(["--help"]) == 0
    assert capsys.readouterr().out == shown
    assert "Start with `strata up dev --sandbox`" in shown


def test_the_help_names_every_command_and_exit_status(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    shown = capsys.readouterr().out
    assert [command.__name__ for command in COMMANDS if f"\n  {command.__name__} " not in shown] == []
    assert [code.value for code in ExitCode if f"- {code.value}: {code.meaning}" not in shown] == []
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize("command", [*COMMANDS, *SANDBOX_COMMANDS, *STATE_COMMANDS])
def test_every_command_describes_itself_in_one_line(command: object) -> None:
    first = (command.__doc__ or "").splitlines()[0]
    assert first.endswith(".")
    assert len(first) <= 45, "the summary is cut after 45 characters"


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    from importlib.metadata import version

    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"strata {version('strata')}\n"


def test_a_misspelt_command_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["destory"]) == ExitCode.USAGE
    assert "Did you mean 'destroy', 'doctor'?" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["up", "--sandbx"]) == ExitCode.USAGE
    assert "--sandbox" in capsys.readouterr().err


def test_an_impossible_number_is_wrong_usage() -> None:
    assert run(["up", "--sandbox", "--parallel", "0"]) == ExitCode.USAGE


def test_outside_a_project_the_command_says_so(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small.root.parent)
    told = subprocess.run(
        [*small.command, "stacks"],
        cwd=small.root.parent,
        env=small.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == ExitCode.USAGE
    assert told.stderr.endswith("neither here nor above is a Pulumi.yaml; change to the project's folder\n")
    assert "Traceback" not in told.stderr


def test_a_defect_keeps_its_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("cli.workspace.find_root", broken)
    with pytest.raises(ZeroDivisionError):
        run(["stacks"])


def test_an_interrupt_leaves_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cli.workspace.find_root", interrupted)
    assert run(["stacks"]) == 130
    assert capsys.readouterr() == ("", "")
