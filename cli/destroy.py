"""`strata destroy`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.choices import Choices, takes
from cli.errors import UsageError
from cli.kept import Kept, kept

if TYPE_CHECKING:
    from cli.engines import Engine


@takes(
    "sandbox",
    "engine",
    "install_cli",
    "yes",
    "skip_preview",
    "target",
    "exclude",
    "keep",
    "parallel",
    "refresh",
    "json",
)
def destroy(stack: str, choices: Choices) -> None:
    """Delete every resource of a stack.

    Shows the plan, asks, and carries it out. The stack's configuration stays.
    """
    from cli.deployment import deploy, require_sense
    from cli.engines.choosing import choose
    from cli.render.screen import screen

    engine = choose("destroy", stack, choices)
    require_sense("destroy", choices)
    if choices.keep:
        stay = _kept(engine, choices)
        screen(json=choices.json).kept(stay.reasons)
        choices = replace(choices, exclude=[*(choices.exclude or ()), *stay.excluded])
    deploy("destroy", stack, choices)


def _kept(engine: Engine, choices: Choices) -> Kept:
    assert choices.keep is not None  # noqa: S101 - asked for
    if choices.target:
        raise UsageError("--target says what goes, --keep what stays: give one of them")
    resources = engine.recorded()
    stay = kept(resources, choices.keep)
    if resources and not stay.excluded:
        raise UsageError(
            f"{engine.stack}: nothing in its state is marked as {choices.keep}, so nothing was deleted\n"
            "  if the program marks it by now, `up` marks what is there; if nothing is to stay, leave out --keep"
        )
    return stay
