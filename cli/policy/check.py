"""`strata policy check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from cli.arguments import complete_stack
from cli.errors import OperationFailed, UsageError
from cli.policy.options import Profiles, Rules, Severe

Format = Literal["text", "json", "junit", "sarif", "markdown", "html"]
StateFile = Annotated[Path | None, typer.Option("--state", metavar="FILE", help="A checkpoint, or an exported state.")]
PreviewFile = Annotated[Path | None, typer.Option("--preview", metavar="FILE", help="From `pulumi preview --json`.")]
ResourcesFile = Annotated[
    Path | None, typer.Option("--resources", metavar="FILE", help="A JSON list of resources: type, name, properties.")
]
Manifests = Annotated[
    list[Path] | None,
    typer.Option("--manifests", metavar="PATH", help="Kubernetes manifests: files or folders. May be repeated."),
]
CheckedStack = Annotated[
    str | None, typer.Argument(metavar="[STACK]", help="A stack of the project.", autocompletion=complete_stack)
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", metavar="FILE", help="Accepted violations; else waivers.yaml beside the stack files."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Count what cannot be known yet as a violation.")]
Output = Annotated[Format, typer.Option("--format", help="How to tell it.")]


def check(
    stack: CheckedStack = None,
    *,
    state: StateFile = None,
    preview: PreviewFile = None,
    resources: ResourcesFile = None,
    manifests: Manifests = None,
    profile: Profiles = None,
    rule: Rules = None,
    severity: Severe = None,
    waivers: Waivers = None,
    strict: Strict = False,
    format_: Output = "text",
) -> None:
    """Check a stack as it would be, or what files hold, against the rules.

    A stack is planned in the sandbox; nothing is created. Exits with 0 if nothing is wrong, 1 if something is, 2 if
    the input cannot be read.
    """
    from cli.policy.evidence import collect
    from cli.policy.options import at_least, choose_rules
    from cli.policy.planning import from_stack
    from cli.policy.subject import from_files
    from cli.render.policy import show_evidence
    from policies.inputs import InputError

    chosen = choose_rules(profile, rule, severity)
    if stack is not None and (state or preview or resources or manifests):
        raise UsageError("name one thing to check: a stack, or files")
    try:
        files = (state, preview, resources, manifests)
        subject = from_stack(stack, strict=strict) if stack is not None else from_files(*files, strict=strict)
    except InputError as error:
        raise UsageError(str(error)) from error
    rules = chosen if profile or rule else at_least(severity, subject.rules)
    # Only the page tells the version; to ask git for it takes a while.
    evidence = collect(subject, rules, waivers or subject.waivers, None if format_ == "html" else "")
    show_evidence(evidence, format_)
    if evidence.verdict.violations:
        raise OperationFailed
