"""`strata new --update` merges what has changed in the template, and loses nothing of what its owner has changed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from cli.exit_codes import ExitCode
from scaffold.answers import Answers
from scaffold.files import kept
from scaffold.project import write
from scaffold.rendering import render
from scaffold.requirement import requirement
from tests.cli.conftest import Small
from tests.cli.terminal import Terminal
from tests.scaffold.test_answers import GOOD

pytestmark = pytest.mark.slow

STACK = Path("stacks/Pulumi.dev.yaml")


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    return subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def committed(project: Small) -> Small:
    git(project.root, "init", "--quiet")
    git(project.root, "add", ".")
    git(project.root, "commit", "--quiet", "-m", "all")
    return project


def make(fresh: Small) -> Small:
    """A project as `strata new` makes it."""
    name = fresh.name.replace("fresh", "made")
    answers = Answers.read(GOOD | {"name": name, "requirement": requirement()})
    files = render(answers)
    fresh.root, fresh.name = fresh.root / name, name
    write(fresh.root, files | kept(answers, files))
    return fresh


@pytest.fixture
def made(fresh: Small) -> Small:
    """A project in a repository, all committed."""
    return committed(make(fresh))


def age(project: Small, path: Path, present: str, old: str) -> None:
    """Have a project been made from a template in which a file said something else."""
    for file in (project.root / path, project.root / ".scaffold" / "base" / path):
        text = file.read_text()
        assert present in text
        file.write_text(text.replace(present, old, 1))


@pytest.fixture
def old(fresh: Small) -> Small:
    """A project of an older template, in which its owner has changed something, too."""
    project = make(fresh)
    age(project, STACK, "    zones: 2\n", "    zones: 3\n")
    age(project, Path("Makefile"), "## List these commands", "## Show these commands")
    for file in (project.root / "OLD.md", project.root / ".scaffold" / "base" / "OLD.md"):
        file.write_text("of an older template\n")
    for file in (project.root / ".gitignore", project.root / ".scaffold" / "base" / ".gitignore"):
        file.unlink()
    text = (project.root / STACK).read_text()
    (project.root / STACK).write_text(text + "  # mine, at the end\n")
    (project.root / "mine.txt").write_text("mine\n")
    return committed(project)


def test_nothing_to_do(made: Small) -> None:
    done = made.strata("new", "--update")
    assert (done.returncode, done.stdout) == (0, "nothing to do: the project is as the template has it\n")
    assert git(made.root, "status", "--porcelain") == ""


def test_changes_of_both_come_together(old: Small) -> None:
    done = old.strata("new", "--update", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "added     .gitignore",
        "updated   Makefile",
        "removed   OLD.md",
        f"merged    {STACK}",
    ]
    stack = (old.root / STACK).read_text()
    assert "    zones: 2\n" in stack
    assert stack.endswith("  # mine, at the end\n")
    assert "## List these commands" in (old.root / "Makefile").read_text()
    assert (old.root / "mine.txt").read_text() == "mine\n"
    committed(old)
    assert old.strata("new", "--update").stdout == "nothing to do: the project is as the template has it\n"


def test_what_would_be_done_is_shown_with_its_differences(old: Small) -> None:
    done = old.strata("new", "--update", "--dry-run")
    assert done.returncode == 0
    assert "-    zones: 3\n+    zones: 2\n" in done.stdout
    assert git(old.root, "status", "--porcelain") == ""
    told = json.loads(old.strata("new", "--update", "--dry-run", "--json").stdout)
    assert told["written"] is False
    assert {one["file"]: one["fate"] for one in told["files"]} == {
        ".gitignore": "added",
        "Makefile": "updated",
        "OLD.md": "removed",
        str(STACK): "merged",
    }


def test_a_conflict_is_marked_and_named(old: Small) -> None:
    file = old.root / STACK
    file.write_text(file.read_text().replace("    zones: 3\n", "    zones: 3 # as we want it\n"))
    git(old.root, "commit", "--quiet", "-am", "ours")
    done = old.strata("new", "--update", "--yes")
    assert done.returncode == ExitCode.FAILED
    assert f"conflict  {STACK}\n" in done.stdout
    assert done.stderr == (
        f"error: both have changed the same lines: look for <<<<<<< in {STACK}; keep what is right\n"
    )
    text = file.read_text()
    assert "<<<<<<< yours\n    zones: 3 # as we want it\n=======\n    zones: 2\n>>>>>>> template\n" in text
    assert text.endswith("  # mine, at the end\n")


def test_changes_that_are_not_committed_are_refused_unless_forced(old: Small) -> None:
    (old.root / "mine.txt").write_text("changed\n")
    refused = old.strata("new", "--update", "--yes")
    assert refused.returncode == ExitCode.USAGE
    assert "has changes that are not committed: mine.txt; commit them first" in refused.stderr
    assert "    zones: 3\n" in (old.root / STACK).read_text()
    assert old.strata("new", "--update", "--yes", "--force").returncode == 0
    assert "    zones: 2\n" in (old.root / STACK).read_text()
    assert (old.root / "mine.txt").read_text() == "changed\n"


def test_with_nobody_to_agree_it_is_refused(old: Small) -> None:
    refused = old.strata("new", "--update")
    assert refused.returncode == ExitCode.USAGE
    assert refused.stderr.endswith(
        "nobody is at a terminal to agree to the update: add --yes, or --dry-run to see it\n"
    )
    assert git(old.root, "status", "--porcelain") == ""


@pytest.mark.parametrize("answer", ["yes", "no", "interrupt"])
def test_at_a_terminal_it_is_asked(old: Small, answer: str) -> None:
    terminal = Terminal(old, "new", "--update")
    terminal.expect("Merge this into the project? (yes/no) ")
    assert "+    zones: 2" in terminal.plain
    if answer == "interrupt":
        terminal.interrupt_question()
    else:
        terminal.process.sendline(answer)
    assert terminal.end() == {"yes": 0, "no": ExitCode.FAILED, "interrupt": ExitCode.INTERRUPTED}[answer]
    assert ("    zones: 2\n" in (old.root / STACK).read_text()) == (answer == "yes")
    assert (git(old.root, "status", "--porcelain") == "") == (answer != "yes")


def test_other_answers_are_merged_in_as_well(made: Small) -> None:
    done = made.strata("new", "--update", "--yes", "--owner", "ml-research", "--environments", "dev,prod")
    assert done.returncode == 0, done.stderr
    assert "    owner: ml-research\n" in (made.root / STACK).read_text()
    assert not (made.root / "stacks" / "Pulumi.staging.yaml").exists()
    assert "owner: ml-research\n" in (made.root / ".scaffold" / "answers.yaml").read_text()


def test_the_name_and_the_place_stay(made: Small) -> None:
    for option in (("other",), ("--folder", ".")):
        refused = made.strata("new", *option, "--update")
        assert refused.returncode == ExitCode.USAGE
        assert "whose name stays: leave out PROJECT and --folder" in refused.stderr


def test_a_project_that_was_not_made_so_is_refused(fresh: Small) -> None:
    refused = fresh.strata("new", "--update")
    assert refused.returncode == ExitCode.USAGE
    assert "has no .scaffold/answers.yaml, so `strata new` has not made it" in refused.stderr


def test_without_git_it_is_said(old: Small, tmp_path: Path) -> None:
    refused = old.strata("new", "--update", "--yes", environment={"PATH": str(tmp_path)})
    assert refused.returncode == ExitCode.UNPREPARED
    assert "git is missing" in refused.stderr
