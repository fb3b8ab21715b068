"""`strata cost dev` for `strata cost estimate dev`: a group of commands, one of which is meant where none is named."""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperGroup

MEANT: Final = "estimate"


class CostGroup(TyperGroup):
    """Commands of which `estimate` is meant when the first word names none."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the command in front that is meant."""
        own = {"--help", "--install-completion", "--show-completion"}
        if not args or args[0] not in {*self.commands, *own}:
            args = [MEANT, *args]
        return super().parse_args(ctx, args)
