"""`strata policy report`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.arguments import DEFAULT_STACK, StackName
from cli.policy.options import Profiles

Folder = Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where to write the two files.")]


def report(stack: StackName = DEFAULT_STACK, *, profile: Profiles = None, output: Folder = Path()) -> None:
    """Write the evidence of a stack: a page for people and JSON for programs.

    Every control, the resources it was checked on, what came of it, the waivers, the commit and the time.
    """
    from cli.policy.evidence import collect
    from cli.policy.options import choose_rules
    from cli.policy.planning import from_stack
    from cli.render.screen import screen
    from policies.reports.html import as_html
    from policies.reports.records import as_json, counts

    chosen = choose_rules(profile)
    subject = from_stack(stack, strict=False)
    rules = chosen if profile else subject.rules
    evidence = collect(subject, rules, subject.waivers)
    output.mkdir(parents=True, exist_ok=True)
    name = f"policies-{subject.name.rpartition('/')[2]}"
    for ending, content in (("html", as_html(evidence)), ("json", as_json(evidence.verdict, evidence.subject))):
        (output / f"{name}.{ending}").write_text(content, encoding="utf-8")
        screen().say(f"wrote {output / f'{name}.{ending}'}")
    told = counts(evidence.verdict)
    screen().say(", ".join(f"{number} {what}" for what, number in told.items()))
