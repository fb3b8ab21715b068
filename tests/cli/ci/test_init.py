"""`strata ci init` writes pipelines, never over what somebody else has written."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from delivery import Provider
from delivery.rendering import FILES
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal

pytestmark = pytest.mark.slow

GITHUB = list(FILES[Provider.GITHUB])


@pytest.fixture
def project(tmp_path: Path) -> Small:
    """A project that nothing has been brought up of, with a lock."""
    project = Small(tmp_path / "small")
    (project.root / "requirements.txt").write_text("strata==1\n")
    return project


def test_without_a_provider_they_are_listed_with_those_the_project_speaks_for(project: Small) -> None:
    subprocess.run(["git", "init", "--quiet", str(project.root)], check=True)
    subprocess.run(["git", "-C", str(project.root), "remote", "add", "origin", "git@gitlab.com:a/b.git"], check=True)
    shown = project.strata("ci", "init")
    assert shown.returncode == 0
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["provider", "github", "gitlab", "jenkins"]
    told = json.loads(project.strata("ci", "init", "--json").stdout)
    assert [one["seen here"] for one in told] == [False, True, False]
    assert told[1]["write"].endswith("ci init gitlab")


def test_files_are_written_once(project: Small) -> None:
    first = project.strata("ci", "init", "github")
    assert (first.returncode, first.stderr) == (0, "")
    assert [line.split() for line in first.stdout.splitlines()[1 : len(GITHUB) + 1]] == [
        [place, "written"] for place in GITHUB
    ]
    assert "GitHub Actions: a merge into main goes to dev → prod" in first.stdout
    assert "\x1b" not in first.stdout
    again = project.strata("ci", "init", "github")
    assert (again.returncode, again.stdout) == (
        0,
        f"nothing to do: the {len(GITHUB)} files are as they would be written\n",
    )


def test_what_differs_is_shown_and_kept(project: Small) -> None:
    (project.root / "Jenkinsfile").write_text("mine\n")
    refused = project.strata("ci", "init", "jenkins")
    assert refused.returncode == ExitCode.USAGE
    assert "--- Jenkinsfile (as it is)\n+++ Jenkinsfile\n" in refused.stdout
    assert "\n-mine\n" in refused.stdout
    assert refused.stderr == "error: nothing was written: --force overwrites what differs as shown\n"
    assert (project.root / "Jenkinsfile").read_text() == "mine\n"


def test_one_file_that_differs_keeps_all_from_being_written(project: Small) -> None:
    (project.root / ".gitlab-ci.yml").write_text("mine\n")
    assert project.strata("ci", "init", "gitlab").returncode == ExitCode.USAGE
    assert not (project.root / ".gitlab").exists()


def test_force_overwrites(project: Small) -> None:
    (project.root / "Jenkinsfile").write_text("mine\n")
    forced = project.strata("ci", "init", "jenkins", "--force")
    assert (forced.returncode, forced.stdout.splitlines()[1].split()) == (0, ["Jenkinsfile", "overwritten"])
    assert (project.root / "Jenkinsfile").read_text().startswith("// Written by `strata ci init jenkins`")


@pytest.mark.parametrize("there", [False, True])
def test_a_dry_run_writes_nothing(project: Small, there: bool) -> None:
    if there:
        (project.root / "Jenkinsfile").write_text("mine\n")
    shown = project.strata("ci", "init", "jenkins", "--dry-run")
    assert shown.returncode == 0
    assert ("-mine" in shown.stdout) is there
    assert ("differs" if there else "new") in shown.stdout
    assert (project.root / "Jenkinsfile").exists() is there


def test_as_json(project: Small) -> None:
    written = project.strata("ci", "init", "github", "--environments", "dev", "--default-branch", "trunk", "--json")
    assert written.returncode == 0
    told = json.loads(written.stdout)
    assert (told["provider"], told["environments"], told["default branch"], told["written"]) == (
        "github",
        ["dev"],
        "trunk",
        True,
    )
    assert told["files"] == [{"file": place, "state": "written", "diff": ""} for place in GITHUB]
    again = json.loads(
        project.strata("ci", "init", "github", "--environments", "dev", "--default-branch", "trunk", "--json").stdout
    )
    assert (again["written"], {one["state"] for one in again["files"]}) == (False, {"unchanged"})


def test_mistakes_end_with_what_is_allowed(project: Small) -> None:
    wrong = project.strata("ci", "init", "githb")
    assert wrong.returncode == ExitCode.USAGE
    assert "github" in wrong.stderr
    wrong = project.strata("ci", "init", "github", "--environments", "dev,prd")
    assert (wrong.returncode, wrong.stderr) == (
        ExitCode.USAGE,
        "error: no stack is named 'prd'; did you mean 'prod'?\n",
    )


def test_at_a_terminal_differences_have_colours_unless_none_are_wanted(project: Small) -> None:
    (project.root / "Jenkinsfile").write_text("mine\n")
    for variables, coloured in (({}, True), ({"NO_COLOR": "1"}, False)):
        terminal = Terminal(project, "ci", "init", "jenkins", "--dry-run", **variables)
        assert terminal.end() == 0
        assert ("\x1b[31m-mine" in terminal.shown) is coloured
        assert "-mine" in terminal.plain


def test_a_file_in_the_way_of_a_folder_is_told(project: Small) -> None:
    (project.root / ".github").write_text("mine\n")
    wrong = project.strata("ci", "init", "github")
    assert wrong.returncode == ExitCode.FAILED
    assert "Traceback" not in wrong.stderr
    assert ".github" in wrong.stderr
