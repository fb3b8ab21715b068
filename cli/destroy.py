"""`strata destroy`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cli.choices import Choices, takes
from cli.errors import ResidueFound, UsageError
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

    Shows the plan, asks, carries it out, and ends with an audit by tag of what is left in the account and the cluster.
    The stack's configuration stays.
    """
    from cli.deployment import deploy, require_sense
    from cli.engines.choosing import choose
    from cli.examination import examine
    from cli.render.screen import screen
    from cli.workspace import Workspace

    engine, shown = choose("destroy", stack, choices), screen(json=choices.json)
    require_sense("destroy", choices)
    if choices.keep:
        stay = _kept(engine, choices)
        shown.kept(stay.reasons)
        choices = replace(choices, exclude=[*(choices.exclude or ()), *stay.excluded])
    before = engine.recorded()
    deploy("destroy", stack, choices)
    report = examine(Workspace.find(), engine, engine.recorded(), before)
    shown.audit(engine.stack, report)
    if report.residue:
        raise ResidueFound(engine.stack, len(report.residue))


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
