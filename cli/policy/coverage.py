"""`strata policy coverage`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.arguments import Json

Standard = Annotated[str | None, typer.Argument(metavar="[STANDARD]", help="One standard, control by control.")]


def coverage(standard: Standard = None, *, json: Json = False) -> None:
    """Show which controls the rules serve, by standard and version, and which they do not."""
    from cli.policy.options import known
    from cli.render.screen import screen
    from policies.catalogue import all_rules
    from policies.coverage import coverage as measure

    measured = {one.standard: one for one in measure(all_rules())}
    if standard is not None:
        one = measured[known(standard, [*measured], "standard")]
        rows = [{"control": control, "rules": ", ".join(rules) or "none"} for control, rules in one.rules.items()]
        screen(json=json).table(rows)
        return
    rows = [
        {
            "standard": one.standard,
            "title": one.title,
            "controls": str(len(one.rules)),
            "served": str(len(one.rules) - len(one.gaps)),
            "gaps": ", ".join(one.gaps[:8]) + (f" and {len(one.gaps) - 8} more" if len(one.gaps) > 8 else "") or "-",
        }
        for one in measured.values()
    ]
    screen(json=json).table(rows)
