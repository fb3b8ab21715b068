"""What the flags of `preview`, `up`, `refresh` and `destroy` say. Each flag is declared here once."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from cli.arguments import (
    DEFAULT_STACK,
    Diff,
    EngineName,
    Exclude,
    ExpectNoChanges,
    InSandbox,
    InstallCli,
    JsonEvents,
    KeepWhat,
    OverrideProtection,
    Parallel,
    Refresh,
    ShowSecrets,
    SkipPreview,
    StackName,
    Target,
    Yes,
)

PlanFile = Annotated[
    Path | None,
    typer.Option(
        "--plan",
        metavar="FILE",
        help="Refuse whatever differs from this plan, which `strata plan --save` wrote.",
        show_default=False,
    ),
]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """A field for each flag: its name, its type, its default. Before an engine sees it, `keep` is part of `exclude`."""

    sandbox: InSandbox = False
    engine: EngineName = None
    install_cli: InstallCli = False
    yes: Yes = False
    skip_preview: SkipPreview = False
    diff: Diff = False
    target: Target = None
    exclude: Exclude = None
    keep: KeepWhat = None
    override_protection: OverrideProtection = None
    parallel: Parallel = 16
    refresh: Refresh = False
    show_secrets: ShowSecrets = False
    json: JsonEvents = False
    expect_no_changes: ExpectNoChanges = False
    plan: PlanFile = None

    # No flags: what a command asks of the engine by itself.
    message: str = ""
    """Why this is done, for the history."""
    config: Mapping[str, str] = field(default_factory=dict)
    """Configuration of this run alone, by full key."""
    seed: bytes = field(default=b"", repr=False)
    """What names that providers make up are made of; new ones for every run if it is empty."""
    permit: Callable[[Any], None] = lambda _: None
    """Asked before each step; it raises an `engine.errors.EngineError` to have the step fail."""


Operation = Callable[[str, Choices], None]
Command = Callable[..., None]


def takes(*flags: str) -> Callable[[Operation], Command]:
    """Make a command of a function of a stack and choices: its options are these fields of `Choices`, in this order."""
    types = get_type_hints(Choices, include_extras=True)
    fields = Choices.__dataclass_fields__
    parameters = [
        inspect.Parameter("stack", inspect.Parameter.POSITIONAL_OR_KEYWORD, default=DEFAULT_STACK, annotation=StackName)
    ]
    parameters += [
        inspect.Parameter(flag, inspect.Parameter.KEYWORD_ONLY, default=fields[flag].default, annotation=types[flag])
        for flag in flags
    ]

    def command_of(operation: Operation) -> Command:
        @functools.wraps(operation)
        def command(stack: str, **chosen: Any) -> None:
            operation(stack, Choices(**chosen))

        # Typer reads the one or the other.
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        del command.__wrapped__
        return command

    return command_of
