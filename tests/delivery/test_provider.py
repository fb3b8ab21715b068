"""Who runs a project's pipelines is read off the project."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from delivery.provider import Provider, detect


def remote(root: Path, url: str) -> None:
    subprocess.run(["git", "init", "--quiet", str(root)], check=True)
    subprocess.run(["git", "-C", str(root), "remote", "add", "origin", url], check=True)


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://github.com/acme/platform.git", Provider.GITHUB),
        ("git@github.com:acme/platform.git", Provider.GITHUB),
        ("ssh://git@github.acme.example:2222/acme/platform", Provider.GITHUB),
        ("https://gitlab.acme.example/ml/platform.git", Provider.GITLAB),
        ("https://someone@gitlab.com/ml/platform.git", Provider.GITLAB),
    ],
)
def test_a_remote_tells_its_provider(tmp_path: Path, url: str, provider: Provider) -> None:
    remote(tmp_path, url)
    assert detect(tmp_path) == [provider]


@pytest.mark.parametrize("url", ["https://git.acme.example/github/mirror.git", "/srv/github/platform.git"])
def test_only_the_host_of_a_remote_counts(tmp_path: Path, url: str) -> None:
    remote(tmp_path, url)
    assert detect(tmp_path) == []


def test_files_tell_too_and_every_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "Jenkinsfile").touch()
    (tmp_path / ".github" / "workflows").mkdir(parents=True)
    (tmp_path / ".gitlab-ci.yml").touch()
    assert detect(tmp_path) == [Provider.GITHUB, Provider.GITLAB, Provider.JENKINS]


def test_without_git_only_files_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "Jenkinsfile").touch()
    assert detect(tmp_path) == [Provider.JENKINS]


def test_each_has_a_name() -> None:
    assert [one.label for one in Provider] == ["GitHub Actions", "GitLab CI", "Jenkins"]


def test_only_github_has_machines_of_its_own() -> None:
    assert [one.runner for one in Provider] == ["ubuntu-24.04", "", ""]
