"""What stands between a plan and its deployment: the policies of the stack, as its settings say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import UsageError
from cli.policy.planned import stack_of
from policies.catalogue import all_rules, select
from policies.enforcement import Policy, is_floored
from policies.errors import InputError
from policies.rule import Profile, Rule
from policies.verdict import Verdict, judge
from policies.waivers import Book, read_waivers

if TYPE_CHECKING:
    from engine import Stack
    from engine.resource import ResourceState

SECTION = "strata:policy"
WAIVERS = "waivers.yaml"


@dataclass(frozen=True)
class Gate:
    """The policies of one stack.

    Attributes:
        policy: what the stack's settings say.
        rules: those that are asked.
        book: the waivers.
    """

    policy: Policy
    rules: tuple[Rule, ...]
    book: Book

    @classmethod
    def of(cls, stack: Stack) -> Gate | None:
        """The gate of a stack; None if its project knows no section `strata:policy`.

        Raises:
            UsageError: the section or the waivers hold mistakes; names every one.
        """
        section = stack.config.get(SECTION)
        if section is None:
            return None
        folder = stack.project.stack_folder
        shown = stack.project.stack_file(stack.name).relative_to(stack.project.root)
        try:
            policy = Policy.read(json.loads(section), stack.name, f"{shown}: {SECTION}")
            waivers = read_waivers(folder / WAIVERS, all_rules())
        except InputError as error:
            raise UsageError(str(error)) from error
        book = Book(waivers, datetime.now(UTC).date(), str(Path(folder.name) / WAIVERS))
        return cls(policy, rules_for(policy, stack.name), book)

    def judge(self, resources: Iterable[ResourceState]) -> Verdict:
        """What the policies say of resources that are there, or would be."""
        return judge(stack_of(resources), self.rules, self.policy, self.book)


def rules_for(policy: Policy, stack: str) -> tuple[Rule, ...]:
    """The rules that a stack is held to: those of its profiles; in production, what only production needs too."""
    chosen = {one.name: one for one in select(policy.profiles)}
    if is_floored(stack):
        chosen |= {one.name: one for one in select({Profile.PROD}) if Profile.OPTIONAL not in one.profiles}
    return tuple(chosen[name] for name in sorted(chosen))
