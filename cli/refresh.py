"""`strata refresh`."""

from __future__ import annotations

from cli.arguments import (
    DEFAULT_STACK,
    Diff,
    ExpectNoChanges,
    InSandbox,
    JsonEvents,
    Parallel,
    ShowSecrets,
    SkipPreview,
    StackName,
    Target,
    Yes,
)


def refresh(
    stack: StackName = DEFAULT_STACK,
    *,
    sandbox: InSandbox = False,
    yes: Yes = False,
    skip_preview: SkipPreview = False,
    diff: Diff = False,
    target: Target = None,
    parallel: Parallel = 16,
    show_secrets: ShowSecrets = False,
    json: JsonEvents = False,
    expect_no_changes: ExpectNoChanges = False,
) -> None:
    """Take over what really exists.

    Asks the providers for every resource, shows where the state differs, and brings it in line.
    """
    from cli.deployment import Choices, deploy

    choices = Choices(
        sandbox=sandbox,
        yes=yes,
        skip_preview=skip_preview,
        diff=diff,
        targets=tuple(target or ()),
        parallel=parallel,
        show_secrets=show_secrets,
        json=json,
        expect_no_changes=expect_no_changes,
    )
    deploy("refresh", stack, choices)
