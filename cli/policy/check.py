"""`strata policy check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

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
Waivers = Annotated[Path, typer.Option("--waivers", metavar="FILE", help="The accepted violations.")]
Strict = Annotated[bool, typer.Option("--strict", help="Count what cannot be known yet as a violation.")]
Output = Annotated[Format, typer.Option("--format", help="How to tell it.")]


def check(
    *,
    state: StateFile = None,
    preview: PreviewFile = None,
    resources: ResourcesFile = None,
    manifests: Manifests = None,
    profile: Profiles = None,
    rule: Rules = None,
    severity: Severe = None,
    waivers: Waivers = Path("stacks/waivers.yaml"),
    strict: Strict = False,
    format_: Output = "text",
) -> None:
    """Check declared or recorded resources against the rules.

    Exits with 0 if nothing is wrong, 1 if something is, 2 if the input cannot be read.
    """
    from datetime import UTC, datetime

    from cli.policy.options import choose_rules
    from cli.policy.revision import revision
    from cli.policy.subject import from_files
    from cli.render.policy import show_evidence
    from policies.catalogue import all_rules
    from policies.errors import InputError
    from policies.reports.evidence import gather
    from policies.verdict import judge
    from policies.waivers import Book, read_waivers

    rules = choose_rules(profile, rule, severity)
    try:
        subject = from_files(state, preview, resources, manifests, strict=strict)
        now = datetime.now(UTC)
        book = Book(read_waivers(waivers, all_rules()), now.date(), str(waivers))
    except InputError as error:
        raise UsageError(str(error)) from error
    verdict = judge(subject.stack, rules, subject.policy, book)
    commit = revision(Path.cwd()) if format_ == "html" else ""
    show_evidence(gather(verdict, rules, all_rules(), subject=subject.name, commit=commit, moment=now), format_)
    if verdict.violations:
        raise OperationFailed
