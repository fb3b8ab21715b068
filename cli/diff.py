"""`strata diff`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cli.arguments import Json, complete_stack
from cli.errors import OperationFailed, UsageError

First = Annotated[str, typer.Argument(metavar="STACK", help="What is compared.", autocompletion=complete_stack)]
Second = Annotated[
    str, typer.Argument(metavar="OTHER", help="What may be weaker.", autocompletion=complete_stack, show_default=False)
]
Format = Annotated[Literal["text", "json", "markdown"], typer.Option("--format", help="How to tell it.")]
FailOnWeaker = Annotated[bool, typer.Option("--fail-on-weaker", help="Exit with 1 when OTHER is weaker anywhere.")]
Details = Annotated[bool, typer.Option("--details", help="Name every resource that differs, and its properties.")]


def diff(
    first: First,
    second: Second,
    *,
    details: Details = False,
    fail_on_weaker: FailOnWeaker = False,
    format_: Format = "text",
    json: Json = False,
) -> None:
    """Compare two environments.

    Their settings with the reasons for them, their resources, the rules they break; and where OTHER is weaker. Both are
    planned in the sandbox; nothing is created. Exits with 0 whether they differ or not.
    """
    from cli.differences.comparison import compare
    from cli.plans.stacks import chosen
    from cli.render.comparison import show_comparison
    from cli.workspace import Workspace

    workspace = Workspace.find()
    names = chosen(workspace, [first, second], all_=False)
    if len(names) == 1:
        raise UsageError(f"{names[0]} does not differ from itself: name two stacks")
    form = "json" if json else format_
    comparison = compare(workspace, names[0], names[1], quiet=form != "text")
    show_comparison(comparison, form, details=details)
    if fail_on_weaker and comparison.weaker:
        raise OperationFailed(f"{names[1]} is weaker than {names[0]} in {comparison.weaker} places")
