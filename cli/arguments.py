"""The arguments and options that commands share, with the official Pulumi CLI's names."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from cli.kept import Keep

DEFAULT_STACK = "dev"


def complete_stack(incomplete: str) -> list[str]:
    """The stacks of the project around the working directory that begin with what was typed."""
    from cli.workspace import find_root, stack_names

    try:
        return [name for name in stack_names(find_root()) if name.startswith(incomplete)]
    except Exception:  # noqa: BLE001 - a shell completion has no place for an error
        return []


StackName = Annotated[str, typer.Argument(help="The stack: an environment or a team.", autocompletion=complete_stack)]
InSandbox = Annotated[bool, typer.Option("--sandbox", help="Work in the local sandbox, not in the cloud.")]
Resource = Annotated[str, typer.Argument(metavar="RESOURCE", help="Its URN, or a logical name that only it has.")]
Resources = Annotated[
    list[str], typer.Argument(metavar="RESOURCE...", help="URNs, or logical names that only one resource has.")
]
AnyResources = Annotated[
    list[str] | None, typer.Argument(metavar="[RESOURCE]...", help="URNs, or logical names that only one resource has.")
]
EngineName = Annotated[
    Literal["embedded", "pulumi"] | None,
    typer.Option(
        "--engine", help="Who does it: with --sandbox the embedded engine, or the Pulumi CLI.", show_default=False
    ),
]
InstallCli = Annotated[
    bool, typer.Option("--install-cli", help="Install the Pulumi CLI by its official installer if there is none.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Carry out the plan without asking.")]
SkipPreview = Annotated[bool, typer.Option("--skip-preview", "-f", help="Do not work out a plan first; needs --yes.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show each changed property, old and new.")]
Target = Annotated[
    list[str] | None,
    typer.Option("--target", "-t", metavar="URN", help="Only this resource. May be repeated.", show_default=False),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        "-x",
        metavar="URN",
        help="Not this resource, nor what it needs. May be repeated.",
        show_default=False,
    ),
]
KeepWhat = Annotated[
    Keep | None, typer.Option("--keep", help="Leave what holds data, and all that it needs; `up` goes on with it.")
]
OverrideProtection = Annotated[
    str | None,
    typer.Option(
        "--override-protection",
        metavar="REASON",
        help="Unprotect what is in the way first. The reason is recorded in the stack's history.",
        show_default=False,
    ),
]
Parallel = Annotated[int, typer.Option("--parallel", "-p", min=1, metavar="N", help="Resources worked on at a time.")]
Refresh = Annotated[bool, typer.Option("--refresh", "-r", help="Read the real state of every resource first.")]
ShowSecrets = Annotated[bool, typer.Option("--show-secrets", help="Show secret values instead of [secret].")]
Json = Annotated[bool, typer.Option("--json", "-j", help="Print JSON on standard output, and nothing else.")]
JsonEvents = Annotated[
    bool, typer.Option("--json", "-j", help="Print engine events, one JSON object a line, and nothing else.")
]
ExpectNoChanges = Annotated[
    bool, typer.Option("--expect-no-changes", help="Exit with 3, having changed nothing, when anything would change.")
]
