"""`strata policy show`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.arguments import Json

RuleName = Annotated[str, typer.Argument(metavar="RULE", help="The rule's name.")]


def show(rule: RuleName, *, json: Json = False) -> None:
    """Show a rule: what must hold, why, how to mend a violation, and which controls it serves."""
    from cli.policy.options import choose_rules
    from cli.render.screen import screen
    from policies.standards import TITLES

    (one,) = choose_rules(None, [rule])
    facts = {
        "rule": one.name,
        "what must hold": one.title,
        "why": one.why,
        "fix": one.fix,
        "severity": one.severity.value,
        "profiles": ", ".join(sorted(one.profiles)),
        "looks at": ", ".join(one.types) or "the stack as a whole",
    }
    controls = {TITLES[standard]: ", ".join(ids) for standard, ids in one.controls.by_standard().items()}
    screen(json=json).facts(facts | controls)
