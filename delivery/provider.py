"""Who runs a project's pipelines, and how one tells from the project itself."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from delivery import git


class Provider(StrEnum):
    """A system that runs pipelines."""

    GITHUB = "github"
    GITLAB = "gitlab"
    JENKINS = "jenkins"

    @property
    def label(self) -> str:
        """As its makers write it."""
        return {"github": "GitHub Actions", "gitlab": "GitLab CI", "jenkins": "Jenkins"}[self.value]

    @property
    def runner(self) -> str:
        """The label of the machines that it runs on unless told otherwise; empty: any."""
        return "ubuntu-24.04" if self is Provider.GITHUB else ""


_TRACES: Final = {
    Provider.GITHUB: ".github/workflows",
    Provider.GITLAB: ".gitlab-ci.yml",
    Provider.JENKINS: "Jenkinsfile",
}
"""What a project has that is run by each."""


def detect(root: Path) -> list[Provider]:
    """The providers that a project's files and its git remotes speak for, in the order of `Provider`.

    Args:
        root: the project's folder.
    """
    remotes = git.ask(root, "config", "--get-regexp", r"^remote\..*\.url$").splitlines()
    hosts = " ".join(_host(line.partition(" ")[2]) for line in remotes)
    return [one for one in Provider if (root / _TRACES[one]).exists() or one.value in hosts]


def _host(url: str) -> str:
    """The host of a remote, written `https://host/…` or `user@host:…`; empty for a folder."""
    if "://" in url:
        return (urlsplit(url).hostname or "").lower()
    before, colon, _ = url.partition(":")
    return before.rpartition("@")[2].lower() if colon and "/" not in before else ""
