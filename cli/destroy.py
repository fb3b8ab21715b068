"""`strata destroy`."""

from __future__ import annotations

from cli.arguments import (
    DEFAULT_STACK,
    InSandbox,
    JsonEvents,
    Parallel,
    Refresh,
    SkipPreview,
    StackName,
    Target,
    Yes,
)


def destroy(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    yes: Yes = False,
    skip_preview: SkipPreview = False,
    target: Target = None,
    parallel: Parallel = 16,
    refresh: Refresh = False,
    json: JsonEvents = False,
) -> None:
    """Delete every resource of a stack.

    Shows the plan, asks, and carries it out. The stack's configuration stays.
    """
    from cli.deployment import Choices, deploy

    choices = Choices(
        sandbox=sandbox,
        yes=yes,
        skip_preview=skip_preview,
        targets=tuple(target or ()),
        parallel=parallel,
        refresh=refresh,
        json=json,
    )
    deploy("destroy", stack, choices)
