"""The settings of a project's pipeline: what the options say, else what the project tells."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import UsageError

if TYPE_CHECKING:
    from delivery import Pipeline, Provider

_RELEASED = {"dev": 0, "test": 1, "staging": 2, "prod": 4}
"""In which order a change reaches environments of these names; others come before production."""


def read_pipeline(
    root: Path, provider: Provider, environments: Sequence[str], branch: str | None, runner: str | None
) -> Pipeline:
    """The settings of a project's pipeline.

    Args:
        root: the project's folder.
        provider: who runs it.
        environments: names of stacks in the order of their releases; none: every stack of the project.
        branch: what is merged into it is deployed; None: the one that the git remote says.
        runner: label or tag of the machines; None: the provider's usual one.

    Raises:
        UsageError: something is not there, or cannot be.
    """
    from cli.engines.official.settings import StackSettings
    from cli.policy.options import known
    from cli.workspace import stack_names
    from delivery import Environment, Pipeline, PipelineError
    from delivery.installation import installation
    from delivery.pipeline import DEFAULT_REGION
    from engine import Project

    stacks = stack_names(root)
    names = [known(name, stacks, "stack") for name in environments] or sorted(stacks, key=_order)
    regions = {name: StackSettings.read(root, name).region or DEFAULT_REGION for name in names}
    try:
        installed = installation(root)
        return Pipeline(
            project=Project.load(root).name,
            environments=tuple(Environment(name, regions[name]) for name in names),
            branch=branch or _default_branch(root),
            runner=runner if runner is not None else provider.runner,
            install=installed.commands,
            lock=installed.lock,
            pulumi=version("pulumi"),
        )
    except PipelineError as error:
        raise UsageError(str(error)) from None


def require_top(root: Path) -> None:
    """Refuse a project that is only a part of its repository: no provider would look for its files there.

    Raises:
        UsageError: it is.
    """
    from delivery import git

    top = git.ask(root, "rev-parse", "--show-toplevel")
    if top and Path(top).resolve() != root.resolve():
        raise UsageError(f"{root} is a part of the repository {top}, and pipelines lie at a repository's top")


def _default_branch(root: Path) -> str:
    from delivery import git

    return git.ask(root, "symbolic-ref", "--short", "refs/remotes/origin/HEAD").removeprefix("origin/") or "main"


def _order(stack: str) -> tuple[int, str]:
    return (_RELEASED.get(stack, 3), stack)
