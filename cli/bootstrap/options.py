"""What `strata bootstrap` takes: what it is to be, remembered in `stacks/bootstrap.yaml`, and how this run goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from cli.arguments import complete_stack

Environment = Annotated[
    str, typer.Argument(metavar="ENV", help="The environment, such as prod.", autocompletion=complete_stack)
]
Teardown = Annotated[bool, typer.Option("--teardown", help="Take everything away again; refused while stacks exist.")]
Login = Annotated[bool, typer.Option("--login", help="Have the Pulumi CLI log in and make the stack at the end.")]


def _remembered(flag: str, help_: str, **more: Any) -> Any:
    return typer.Option(flag, help=f"{help_} Remembered.", show_default=False, **more)


Region = Annotated[str | None, _remembered("--region", "Where the state lies; else as in the stack file.")]
Repository = Annotated[str | None, _remembered("--repository", "Whose pipelines get roles here.", metavar="OWNER/NAME")]
Forge = Annotated[Literal["github", "gitlab"] | None, _remembered("--forge", "Where the repository is.")]
BudgetUsd = Annotated[
    float | None, _remembered("--budget-usd", "What the account may cost a month; alerts at 80 %.", metavar="USD")
]
AlertEmail = Annotated[
    list[str] | None, _remembered("--alert-email", "Who is told of costs. May be repeated.", metavar="ADDRESS")
]
AlertTopic = Annotated[str | None, _remembered("--alert-topic", "The SNS topic that is told of costs.", metavar="ARN")]
Scanning = Annotated[
    Literal["basic", "enhanced"] | None,
    _remembered("--scanning", "How ECR scans images: when pushed, or again and again by Inspector, which costs."),
]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How a run goes: what is not remembered."""

    yes: bool
    teardown: bool
    login: bool
    expect_no_changes: bool
