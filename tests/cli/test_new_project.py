"""A project that `strata new` has made works as it is: planned, kept to its policies, brought up and taken down."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import yaml

from cli.exit_codes import ExitCode
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal
from tests.cli.test_new import GIVEN

pytestmark = pytest.mark.slow


def files(folder: Path) -> list[str]:
    """What lies in a folder, without what Strata keeps of it."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if path.parts[0] not in {".scaffold", ".strata"})


def make(fresh: Small, *options: str) -> Small:
    """A project made for a test, in the sandbox that many share."""
    name = fresh.name.replace("fresh", "made")
    done = fresh.strata("new", name, *GIVEN, *options)
    assert (done.returncode, done.stderr) == (0, "")
    fresh.root, fresh.name = fresh.root / name, name
    return fresh


def test_what_is_written_is_told(fresh: Small) -> None:
    done = fresh.strata("new", "acme-ml", *GIVEN)
    assert (done.returncode, done.stderr) == (0, "")
    written = files(fresh.root / "acme-ml")
    told = [line.strip().removeprefix("acme-ml/") for line in done.stdout.splitlines() if line.startswith("  acme-ml/")]
    assert sorted(told) == written
    assert f"wrote {len(written)} files to acme-ml\n" in done.stdout
    assert "  cd acme-ml " in done.stdout
    assert "strata up dev --sandbox" in done.stdout
    assert "\x1b" not in done.stdout


def test_as_json(fresh: Small) -> None:
    done = fresh.strata("new", "acme-ml", *GIVEN, "--environments", "prod,dev", "--strata", "strata==9.9.9", "--json")
    told = json.loads(done.stdout)
    assert told["files"] == files(fresh.root / "acme-ml")
    assert {key: told[key] for key in ("name", "folder", "environments", "requirement", "written")} == {
        "name": "acme-ml",
        "folder": "acme-ml",
        "environments": ["dev", "prod"],
        "requirement": "strata==9.9.9",
        "written": True,
    }
    assert '"strata==9.9.9",' in (fresh.root / "acme-ml" / "pyproject.toml").read_text()


def test_nothing_is_written_when_it_is_only_to_be_shown(fresh: Small) -> None:
    done = fresh.strata("new", "acme-ml", *GIVEN, "--dry-run")
    assert (done.returncode, "would write" in done.stdout) == (0, True)
    assert not (fresh.root / "acme-ml").exists()


def test_the_folder_may_be_an_empty_one_that_one_stands_in(fresh: Small) -> None:
    folder = fresh.root / "here"
    folder.mkdir()
    fresh.root = folder
    assert fresh.strata("new", "acme-ml", *GIVEN, "--folder", ".").returncode == 0
    assert "stacks/__main__.py" in files(folder)


def test_at_a_terminal_what_is_missing_is_asked_for_until_it_is_right(fresh: Small) -> None:
    terminal = Terminal(fresh, "new", "--owner", "ml-platform", AWS_REGION="eu-west-1")
    terminal.expect("Name of the project: ")
    terminal.process.sendline("Acme ML")
    terminal.expect("must be lower-case letters")
    terminal.expect("Name of the project: ")
    terminal.process.sendline("acme-ml")
    terminal.expect("AWS region of its stacks: [eu-west-1] ")
    terminal.process.sendline("")
    terminal.expect("Cost centre that pays: ")
    terminal.process.sendline("0815")
    assert terminal.end() == 0
    config = yaml.safe_load((fresh.root / "acme-ml" / "stacks" / "Pulumi.dev.yaml").read_text())["config"]
    assert config["aws:region"] == "eu-west-1"
    assert (config["strata:tags"]["owner"], config["strata:tags"]["cost_center"]) == ("ml-platform", "0815")


def test_ctrl_c_at_a_question_leaves_nothing(fresh: Small) -> None:
    before = files(fresh.root)
    terminal = Terminal(fresh, "new", "acme-ml", *GIVEN[:4])
    terminal.expect("Cost centre that pays: ")
    terminal.interrupt_question()
    assert terminal.end() == ExitCode.INTERRUPTED
    assert "Traceback" not in terminal.plain
    assert files(fresh.root) == before


@pytest.mark.parametrize("delay_s", [0.3, 0.8, 1.1, 1.3, 1.5])
def test_ctrl_c_at_any_moment_leaves_a_whole_project_or_none(fresh: Small, delay_s: float) -> None:
    command = [*fresh.command, "new", "acme-ml", *GIVEN]
    with subprocess.Popen(
        command, cwd=fresh.root, env=fresh.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            process.wait(delay_s)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    made = fresh.root / "acme-ml"
    assert not made.exists() or len(files(made)) == 15
    assert [path.name for path in fresh.root.iterdir() if path.suffix == ".tmp"] == []


def test_it_is_planned_kept_to_its_policies_brought_up_and_taken_down_without_a_warning(fresh: Small) -> None:
    project = make(fresh)
    commands = (
        ("preview", "dev", "--sandbox"),
        ("preview", "prod", "--sandbox"),
        ("policy", "check", "dev"),
        ("policy", "check", "prod"),
        ("up", "dev", "--sandbox", "--yes"),
        ("preview", "dev", "--sandbox", "--expect-no-changes"),
        ("destroy", "dev", "--sandbox", "--yes"),
    )
    for command in commands:
        done = project.strata(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "warn" not in (done.stdout + done.stderr).lower()
        assert done.stderr == ""


def test_its_own_commands_and_tests_work(fresh: Small) -> None:
    project = make(fresh, "--environments", "dev")
    (project.root / ".venv").symlink_to(sys.prefix)
    environment = {name: value for name, value in project.environment.items() if not name.startswith("PYTEST")}
    for target in ("help", "plan", "check", "test"):
        done = subprocess.run(
            ["make", target],
            cwd=project.root,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    told = subprocess.run(
        ["make"], cwd=project.root, env=environment, capture_output=True, text=True, check=True
    ).stdout
    assert "make up         Bring the stack up in the sandbox (STACK=dev)\n" in told


def test_editors_find_the_schema_which_its_stack_files_keep_to(fresh: Small) -> None:
    project = make(fresh)
    schema = json.loads((project.root / "stacks" / "schema.json").read_text())
    settings = json.loads((project.root / ".vscode" / "settings.json").read_text())
    assert settings["yaml.schemas"] == {"./stacks/schema.json": "stacks/Pulumi.*.yaml"}
    for stack in ("dev", "staging", "prod"):
        text = (project.root / "stacks" / f"Pulumi.{stack}.yaml").read_text()
        assert text.startswith("# yaml-language-server: $schema=schema.json\n")
        jsonschema.Draft7Validator(schema).validate(yaml.safe_load(text))
