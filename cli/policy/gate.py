"""What stands between a plan and its deployment: the policies of the stack, as its settings say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.policy import SECTION, WAIVERS
from cli.policy.planned import stack_of
from cli.policy.settings import read_book, stack_policy
from policies.enforcement import Policy, rules_for
from policies.rule import Rule
from policies.verdict import Verdict, judge
from policies.waivers import Book

if TYPE_CHECKING:
    from engine import Stack
    from engine.resource import ResourceState


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
        if stack.config.get(SECTION) is None:
            return None
        policy = stack_policy(stack)
        return cls(policy, rules_for(policy, stack.name), read_book(stack.project.stack_folder / WAIVERS))

    def judge(self, resources: Iterable[ResourceState]) -> Verdict:
        """What the policies say of resources that are there, or would be."""
        return judge(stack_of(resources), self.rules, self.policy, self.book)
