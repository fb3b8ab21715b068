"""`strata preview`."""

from __future__ import annotations

from cli.arguments import (
    DEFAULT_STACK,
    Diff,
    ExpectNoChanges,
    InSandbox,
    JsonEvents,
    Parallel,
    Refresh,
    StackName,
    Target,
)


def preview(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    diff: Diff = False,
    target: Target = None,
    parallel: Parallel = 16,
    refresh: Refresh = False,
    json: JsonEvents = False,
    expect_no_changes: ExpectNoChanges = False,
) -> None:
    """Show what `up` would change."""
    from cli.deployment import Choices, deploy

    choices = Choices(
        sandbox=sandbox,
        diff=diff,
        targets=tuple(target or ()),
        parallel=parallel,
        refresh=refresh,
        json=json,
        expect_no_changes=expect_no_changes,
    )
    deploy("preview", stack, choices)
