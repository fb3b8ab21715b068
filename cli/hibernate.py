"""`strata hibernate`."""

from __future__ import annotations

import json as codec
from typing import TYPE_CHECKING, Annotated

import typer

from cli.arguments import EngineName, InSandbox, JsonEvents, StackName, Yes
from cli.errors import Declined, OperationFailed, UsageError

if TYPE_CHECKING:
    from cli.hibernation.sleeper import Sleeper

Reason = Annotated[
    str, typer.Option("--reason", metavar="TEXT", help="Why; recorded in the stack file. Production needs one.")
]


def hibernate(
    stack: StackName,
    *,
    reason: Reason = "",
    sandbox: InSandbox = False,
    engine: EngineName = None,
    yes: Yes = False,
    json: JsonEvents = False,
) -> None:
    """Put a stack to sleep.

    No nodes, databases stopped, all data kept. Shows what is saved by the price list and what goes on costing,
    asks, and carries it out. A line in the stack file says that the stack sleeps, so that the next `up` leaves it
    asleep; `strata wake` takes everything back.
    """
    from cli.choices import Choices
    from cli.hibernation.finding import find
    from cli.render.hibernation import show_savings
    from policies.enforcement import is_floored

    choices = Choices(sandbox=sandbox, engine=engine, yes=yes, json=json)
    sleeper = find(stack, choices)
    if is_floored(stack) and not reason.strip():
        raise UsageError(f'{stack} is production: say why it may sleep, by --reason "…"')
    saved = sleeper.savings()
    if not saved.saved:
        raise OperationFailed(
            f"{stack}: nothing of it would sleep: it has no nodes and no databases, or its program does not heed "
            "the section strata:hibernation; see docs/costs.md"
        )
    show_savings(saved, json=json)
    if not yes and not sleeper.screen.agree(f"Put {stack} to sleep?"):
        raise Declined("declined; nothing was changed")
    _carry_out(sleeper, reason.strip())


def _carry_out(sleeper: Sleeper, reason: str) -> None:
    """Pools first, so that Karpenter drains their nodes while it has one to run on; then all nodes; then databases.

    The stack file comes before all of it: whoever is cut off here, or comes after, goes on with the same aim.
    """
    from cli.hibernation import databases, section

    before = section.written(sleeper.file) or {}
    names = sorted({*before.get("databases", ()), *sleeper.running_databases()})
    aim = {"level": "nodes", "reason": reason or before.get("reason", ""), "databases": names}
    section.put(sleeper.file, aim)
    if sleeper.has_pools():
        sleeper.up({section.SECTION: codec.dumps({**aim, "level": "pools"})})
    sleeper.up({})
    databases.stop(sleeper.rds(), names)
    sleeper.screen.say(
        f"{sleeper.stack} sleeps. Commit {sleeper.shown_file}: an `up` without its line brings the nodes back."
        + (f"\nAWS starts a stopped database after seven days: {', '.join(names)}" if names else "")
    )
