"""Plans stacks side by side."""

from __future__ import annotations

import functools
import gc
import importlib
import itertools
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from cli.errors import Interrupted
from cli.plans.overview import Overview, overview
from cli.plans.parallel import Failure, Job, Tell, side_by_side
from cli.plans.saved import Content, sealed

if TYPE_CHECKING:
    from cli.planning import Planned
    from cli.plans.recording import Recording
    from cli.workspace import Workspace
    from engine import Stack
    from engine.step import Step

T = TypeVar("T")

SHARED = (
    "cli.planning",
    "cli.policy.gate",
    "cli.render.screen",
    "costs.estimate",
    "engine.editing",
    "sandbox.environment",
    "sandbox.providers.aws.planner",
    "sandbox.providers.kubernetes.api_server",
    "sandbox.providers.kubernetes.provider",
)
AWS_TYPES = "sandbox.providers.aws."
"""What every plan needs, beside the program."""

TOLD_EVERY = 20
"""Steps after which a job tells how far it is."""


@dataclass(frozen=True)
class Made:
    """A plan that was made.

    Attributes:
        overview: of it, in brief.
        content: what its file is to hold; None unless it is to be saved.
    """

    overview: Overview
    content: Content | None


def plan_all(workspace: Workspace, names: Sequence[str], *, save: bool, quiet: bool) -> dict[str, Made | Failure]:
    """Plan stacks at once; what came of each, by name; with `save`, also what its file is to hold.

    Raises as `for_each`.
    """
    return for_each(workspace, names, functools.partial(_plan, workspace, save), quiet=quiet)


def for_each(
    workspace: Workspace, names: Sequence[str], work: Callable[[str, Tell], T], *, quiet: bool
) -> dict[str, T | Failure]:
    """Do something that plans with each of some stacks, at once; what came of each, by name.

    Raises:
        Interrupted: it was stopped; nothing has been changed.
    """
    from cli.render.planned import progress

    # What is imported stays to the end: to search it for garbage, again and again, is a fifth of the work.
    gc.disable()
    try:
        with progress(names, quiet=quiet) as show:
            warm_up(workspace)
            return side_by_side([Job(name, functools.partial(work, name)) for name in names], show)
    except KeyboardInterrupt:
        raise Interrupted("interrupted; a plan changes nothing") from None
    finally:
        gc.enable()


def warm_up(workspace: Workspace) -> None:
    """Import here, once, what every process would import."""
    from engine.preload import preload
    from policies.catalogue import all_rules

    for module in SHARED:
        importlib.import_module(module)
    for found in pkgutil.walk_packages(importlib.import_module("sandbox.providers.aws").__path__, AWS_TYPES):
        importlib.import_module(found.name)
    preload(workspace.project)
    all_rules()


def plan_telling(workspace: Workspace, stack: Stack, tell: Tell, recording: Recording | None = None) -> Planned:
    """Plan a stack, telling how far it is, and have each step recorded. Raises as `plan_stack`."""
    from cli.planning import plan_stack

    steps = itertools.count(1)

    def see(step: Step) -> None:
        if (number := next(steps)) % TOLD_EVERY == 0:
            tell(number)
        if recording:
            recording.see(step)

    return plan_stack(workspace, stack, see=see, seed=recording.seed if recording else b"")


def _plan(workspace: Workspace, save: bool, name: str, tell: Tell) -> Made:
    from cli.plans.recording import Recording

    stack = workspace.stack(name)
    recording = Recording(stack) if save else None
    planned = plan_telling(workspace, stack, tell, recording)
    content = sealed(recording.content(planned.outputs), recording.seal) if recording else None
    return Made(overview(planned), content)
