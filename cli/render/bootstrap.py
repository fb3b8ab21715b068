"""A bootstrap as people see it, and as JSON."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text

from cli.command_name import command_name
from cli.errors import UsageError
from cli.render.console import console, person_present
from cli.render.screen import screen
from foundation import Change, describe

if TYPE_CHECKING:
    from foundation import Difference, Names

_SIGNS: Final = {
    Change.CREATE: ("+", "green", "created"),
    Change.REPAIR: ("~", "yellow", "set"),
    Change.REMOVE: ("-", "red", "removed"),
    Change.RELEASE: ("-", "yellow", "released"),
    Change.RESTORE: ("~", "yellow", "put back"),
    Change.LEAVE: (" ", "dim", "left"),
}


class BootstrapScreen:
    """What a run shows.

    Args:
        names: of the environment, and where it is.
        json: whether one JSON object is all that standard output gets, at the end.
        sandbox: whether nothing of it is real.
        teardown: whether it takes everything away.
    """

    def __init__(self, names: Names, *, json: bool, sandbox: bool, teardown: bool) -> None:
        self._names, self._json, self._sandbox, self._teardown = names, json, sandbox, teardown
        self._screen = screen(json=json)
        self._out = console(sys.stderr if json else sys.stdout)
        self._plan: list[Difference] = []
        self._done: list[Difference] = []
        self._next: list[dict[str, str]] = []
        self._planned = False

    def say(self, text: str) -> None:
        """A remark."""
        self._screen.say(text)

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Say where, and show that something goes on."""
        self.say(self._where())
        with self._out.status("looking at what is there"):
            yield

    def plan(self, plan: Sequence[Difference]) -> None:
        """What would happen."""
        self._plan, self._planned = list(plan), True
        if self._json:
            return
        for line in plan_lines(plan):
            self._out.print(line)
        changes = sum(one.changes for one in plan)
        if changes:
            self.say(f"\n{changes} to do")
        else:
            self.say(
                "nothing to do: nothing of it is there" if self._teardown else "nothing to do: all is as it should be"
            )

    def agreed(self) -> bool:
        """Ask the person.

        Raises:
            UsageError: there is nobody to ask.
        """
        if self._json:
            raise UsageError("--json leaves no room for a question: add --yes")
        if not person_present():
            raise UsageError("nobody is at a terminal to agree to the plan: add --yes")
        environment = self._names.environment
        if self._teardown and not self._sandbox:
            return self._screen.confirm_name(
                f"This deletes the state of {environment} for good. Type {environment} to agree: ", environment
            )
        return self._screen.agree("Take it down?" if self._teardown else "Do this?")

    def remembered(self, file: Path, *, written: bool) -> None:
        """That the settings are in a file now."""
        if written:
            self.say(f"{file}: written; commit it, and the next run needs no options\n")

    def done(self, difference: Difference) -> None:
        """One thing has happened."""
        self._done.append(difference)
        if not self._json:
            _, style, word = _SIGNS[difference.change]
            self._out.print(Text(f"{word:<9}", style).append(_subject(difference), "default"))

    def stacks(self, stacks: Mapping[str, int | None]) -> str:
        """Why a teardown is refused."""
        lines = [f"{self._names.environment}: stacks live in {self._names.state_bucket}:"]
        for stack, count in sorted(stacks.items()):
            name = stack.rpartition("/")[2]
            mend = (
                f"pulumi stack rm {name}" if count == 0 else f"{command_name()} destroy {name}; pulumi stack rm {name}"
            )
            lines.append(f"  {stack}  {'?' if count is None else count} resources\n      {mend}")
        return "\n".join(lines)

    def next(self, commands: Mapping[str, Sequence[str]]) -> None:
        """What to type now."""
        self._next = [{"command": shlex.join(words), "purpose": purpose} for purpose, words in commands.items()]
        if not self._json:
            self.say("\nnext:")
            for one in self._next:
                self._out.print(Text(f"  {one['command']}").append(f"  # {one['purpose']}", "dim"))

    def end(self) -> None:
        """The end, whatever came before it."""
        if self._json and self._planned:
            self._screen.facts(self._record())

    def _where(self) -> str:
        account, what = self._names.account, "Taking down" if self._teardown else "Bootstrapping"
        place = f"account {account.number}, region {account.region}, as {account.caller}"
        return f"{what} {self._names.prefix} in {'the sandbox: ' if self._sandbox else ''}{place}"

    def _record(self) -> dict[str, Any]:
        account = self._names.account
        return {
            "environment": self._names.environment,
            "account": account.number,
            "region": account.region,
            "as": account.caller,
            "sandbox": self._sandbox,
            "teardown": self._teardown,
            "plan": [_record(one) for one in self._plan],
            "done": [_record(one) for one in self._done],
            "next": self._next,
        }


def plan_lines(plan: Sequence[Difference]) -> Iterator[Text]:
    """A line for each difference; what differs in one thing stands below it."""
    for one in plan:
        sign, style, _ = _SIGNS[one.change]
        yield Text(f"  {sign} ", style).append(_subject(one), "default" if one.changes else "dim")


def _subject(one: Difference) -> str:
    about = f"{one.kind} {one.name}"
    if one.aspect:
        about += f": {one.aspect}: {one.told()}"
    elif one.change is Change.RESTORE:
        about += f": {describe(one.real, one.wanted) or 'is as it was'}"
    return f"{about} ({one.note})" if one.note else about


def _record(one: Difference) -> dict[str, Any]:
    return {
        "change": one.change.value,
        "kind": one.kind,
        "name": one.name,
        "property": one.aspect or None,
        "from": one.real,
        "to": one.wanted,
        "note": one.note or None,
    }
