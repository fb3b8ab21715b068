"""`strata destroy`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cli.choices import Choices, takes
from cli.errors import ResidueFound, UsageError
from cli.kept import Kept, kept

if TYPE_CHECKING:
    from engine.resource import ResourceState


@takes(
    "sandbox",
    "engine",
    "yes",
    "skip_preview",
    "target",
    "exclude",
    "keep",
    "override_protection",
    "parallel",
    "refresh",
    "json",
)
def destroy(stack: str, choices: Choices) -> None:
    """Delete every resource of a stack.

    Shows the plan, asks, carries it out, and ends with an audit by tag of what is left in the account and the cluster.
    The stack's configuration stays.
    """
    from cli import override, protection
    from cli.deployment import deploy, require_sense
    from cli.engines.choosing import choose
    from cli.examination import examine
    from cli.render.screen import screen
    from cli.workspace import Workspace

    engine, shown = choose("destroy", stack, choices), screen(json=choices.json)
    require_sense("destroy", choices)
    if choices.override_protection is not None:
        override.reason_of(choices)
    engine.start()
    before = engine.recorded()
    staying = _kept(engine.stack, before, choices)
    choices = replace(choices, exclude=[*(choices.exclude or ()), *staying.excluded])
    if staying.reasons:
        shown.kept(staying.reasons)
    # What else is excluded or targeted, by patterns perhaps, only the engine knows; it refuses what is protected, too.
    whole = not choices.target and len(choices.exclude or ()) == len(staying.excluded)
    if whole and (protected := protection.in_the_way(before, staying.reasons)):
        if choices.override_protection is None:
            protection.refuse(engine, protected, choices)
        choices = override.unprotect(engine, protected, choices, shown)
    deploy("destroy", stack, choices)
    report = examine(Workspace.find(), engine, engine.recorded(), before)
    shown.audit(engine.stack, report)
    if report.residue:
        raise ResidueFound(engine.stack, len(report.residue))


def _kept(stack: str, resources: Sequence[ResourceState], choices: Choices) -> Kept:
    if choices.keep is None:
        return Kept((), {})
    if choices.target:
        raise UsageError("--target says what goes, --keep what stays: give one of them")
    stay = kept(resources, choices.keep)
    if resources and not stay.excluded:
        raise UsageError(
            f"{stack}: nothing in its state is marked as {choices.keep}, so nothing was deleted\n"
            "  if the program marks it by now, `up` marks what is there; if nothing is to stay, leave out --keep"
        )
    return stay
