"""`strata policy list`."""

from __future__ import annotations

from cli.arguments import Json
from cli.policy.options import Profiles, Severe


def list_(*, profile: Profiles = None, severity: Severe = None, json: Json = False) -> None:
    """List the rules."""
    from cli.policy.options import choose_rules
    from cli.render.screen import screen

    rows = [
        {
            "rule": one.name,
            "severity": one.severity.value,
            "profiles": ", ".join(sorted(one.profiles)),
            "what must hold": one.title,
        }
        for one in choose_rules(profile, None, severity)
    ]
    screen(json=json).table(rows)
