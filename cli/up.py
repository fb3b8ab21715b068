"""`strata up`."""

from __future__ import annotations

from cli.arguments import (
    DEFAULT_STACK,
    Diff,
    ExpectNoChanges,
    InSandbox,
    JsonEvents,
    Parallel,
    Refresh,
    ShowSecrets,
    SkipPreview,
    StackName,
    Target,
    Yes,
)


def up(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    yes: Yes = False,
    skip_preview: SkipPreview = False,
    diff: Diff = False,
    target: Target = None,
    parallel: Parallel = 16,
    refresh: Refresh = False,
    show_secrets: ShowSecrets = False,
    json: JsonEvents = False,
    expect_no_changes: ExpectNoChanges = False,
) -> None:
    """Create or update a stack.

    Shows the plan, asks, and carries it out.
    """
    from cli.deployment import Choices, deploy

    choices = Choices(
        sandbox=sandbox,
        yes=yes,
        skip_preview=skip_preview,
        diff=diff,
        targets=tuple(target or ()),
        parallel=parallel,
        refresh=refresh,
        show_secrets=show_secrets,
        json=json,
        expect_no_changes=expect_no_changes,
    )
    deploy("up", stack, choices)
