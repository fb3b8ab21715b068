"""What a pipeline is written for: environments in the order of their releases, the branch, the runner, the tools."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_ENVIRONMENT: Final = re.compile(r"[a-z][a-z0-9-]{0,62}")
_PROJECT: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_BRANCH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_RUNNER: Final = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]{0,99})?")
_REGION: Final = re.compile(r"[a-z]{2}(-[a-z]+)+-\d")
UNPINNED: Final = "pyproject.toml"
"""The `lock` of a project that has none."""
DEFAULT_REGION: Final = "us-east-1"
"""Where the security token service is asked for a role if the stack file names no region."""


class PipelineError(Exception):
    """A pipeline cannot be written with these settings; the message names every mistake."""


@dataclass(frozen=True)
class Environment:
    """An environment that is deployed to.

    Attributes:
        name: of its stack.
        region: of its stack in AWS.
    """

    name: str
    region: str = DEFAULT_REGION

    @property
    def suffix(self) -> str:
        """How variables of this environment alone end, e.g. `EU_PROD` for `eu-prod`."""
        return self.name.upper().replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class Pipeline:
    """What a pipeline is written for.

    Attributes:
        project: of Pulumi; the images' repositories are named after it.
        environments: in the order in which a change reaches them; the first builds the images.
        branch: what is merged into it is deployed.
        runner: GitHub's label of runners, GitLab's tag, or Jenkins's label of agents; empty: any of the latter two.
        install: shell commands that make `.venv` with the command line in it, one a line.
        lock: the file that pins what they install, or UNPINNED; a cache is good for as long as it does not change.
        pulumi: version of the Pulumi CLI.
        python: version of Python, e.g. `3.12`.
    """

    project: str
    environments: tuple[Environment, ...]
    branch: str
    runner: str
    install: str
    lock: str
    pulumi: str
    python: str = "3.12"

    @property
    def pinned(self) -> bool:
        """Whether two runs of the pipeline install the same."""
        return self.lock != UNPINNED

    @property
    def audit(self) -> str:
        """What `pip-audit` is to look at."""
        return f"--disable-pip --no-deps --requirement {self.lock}" if self.pinned else "."

    def __post_init__(self) -> None:
        if mistakes := self._mistakes():
            raise PipelineError("\n".join(mistakes))

    def _mistakes(self) -> Sequence[str]:
        """Everything that would be another thing in a written file than what it is meant to be."""
        names = [one.name for one in self.environments]
        mistakes = [] if names else ["environments: at least one, got none"]
        mistakes += [
            f"environments: each once, got {name!r} again" for name in dict.fromkeys(names) if names.count(name) > 1
        ]
        rules = [("environments", _ENVIRONMENT, name, "lower-case letters, digits and hyphens") for name in names]
        rules += [("region", _REGION, one.region, "a region such as eu-central-1") for one in self.environments]
        rules.append(("project", _PROJECT, self.project, "lower-case letters, digits, dots, underscores and hyphens"))
        rules.append(("default branch", _BRANCH, self.branch, "a branch's name without spaces or wildcards"))
        rules.append(("runner", _RUNNER, self.runner, "letters, digits, dots, underscores and hyphens"))
        mistakes += [f"{what}: {allowed}, got {got!r}" for what, rule, got, allowed in rules if not rule.fullmatch(got)]
        return mistakes
