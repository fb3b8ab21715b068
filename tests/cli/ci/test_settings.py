"""A pipeline's settings come from the options, else from the project and its repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from cli.ci.settings import read_pipeline, require_top
from cli.errors import UsageError
from delivery import Environment, Provider


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with the stacks dev, eu, prod and staging."""
    (tmp_path / "stacks").mkdir()
    (tmp_path / "Pulumi.yaml").write_text("name: small\nruntime: python\nmain: stacks\nstackConfigDir: stacks\n")
    for name in ("dev", "eu", "prod", "staging"):
        (tmp_path / "stacks" / f"Pulumi.{name}.yaml").write_text("config: {}\n")
    (tmp_path / "stacks" / "Pulumi.eu.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (tmp_path / "requirements.txt").write_text("strata==1\n")
    return tmp_path


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def test_every_stack_in_the_order_of_releases_with_production_last(root: Path) -> None:
    found = read_pipeline(root, Provider.GITHUB, [], None, None)
    assert [one.name for one in found.environments] == ["dev", "staging", "eu", "prod"]
    assert (found.project, found.branch, found.runner, found.lock) == (
        "small",
        "main",
        "ubuntu-24.04",
        "requirements.txt",
    )


def test_a_stack_s_region_is_where_its_role_is_asked_for(root: Path) -> None:
    found = read_pipeline(root, Provider.GITLAB, ["eu", "dev"], None, None)
    assert found.environments == (Environment("eu", "eu-west-1"), Environment("dev", "us-east-1"))
    assert found.runner == ""


def test_the_remote_tells_the_default_branch(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk")
    assert read_pipeline(root, Provider.GITHUB, [], None, None).branch == "trunk"
    assert read_pipeline(root, Provider.GITHUB, [], "next", None).branch == "next"


def test_a_stack_that_there_is_not_is_refused_with_the_nearest(root: Path) -> None:
    with pytest.raises(UsageError, match="no stack is named 'prd'; did you mean 'prod'"):
        read_pipeline(root, Provider.GITHUB, ["dev", "prd"], None, None)


def test_mistakes_are_told_as_such(root: Path) -> None:
    with pytest.raises(UsageError, match=r"default branch: .* got 'a b'\nrunner: .* got '~'"):
        read_pipeline(root, Provider.GITHUB, [], "a b", "~")
    (root / "requirements.txt").unlink()
    with pytest.raises(UsageError, match="could not tell what to install"):
        read_pipeline(root, Provider.GITHUB, [], None, None)


def test_a_project_below_the_top_of_its_repository_is_refused(root: Path) -> None:
    require_top(root)
    git(root, "init", "--quiet")
    require_top(root)
    (root / "inner").mkdir()
    with pytest.raises(UsageError, match="pipelines lie at a repository's top"):
        require_top(root / "inner")
