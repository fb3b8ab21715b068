"""What lets an identity become any other: permissions that do so, each for itself or with others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policies.facts.iam_actions import ESCALATION
from policies.facts.policy_document import Statement, statements
from policies.node import Node
from policies.truth import Truth, every, some

Grant = tuple[Statement, Truth]
"""A statement, and whether it allows something on what is not named."""
_WIDE: Final = r"arn:[^:]*:iam::[^:]*:(\*|(role|user|group|policy|instance-profile)/\*)"


def granted_widely(document: Node, certain: Truth = Truth.TRUE) -> list[Grant]:
    """What a policy allows on what is not named; `certain`, whether the policy counts at all."""
    return [(one, _is_wide(one) & certain) for one in statements(document)]


def escalates(grants: Iterable[Grant]) -> Truth:
    """Whether these permissions together let their holder become any other identity."""
    wide = [(one, allowed) for one, allowed in grants if allowed is not Truth.FALSE]
    return some(
        every(some(allowed & one.covers_action(action) for one, allowed in wide) for action in actions)
        for actions in ESCALATION
    )


def _is_wide(statement: Statement) -> Truth:
    anything = statement.is_for_any_resource() | statement.names_resource(_WIDE)
    return (
        statement.allows() & anything & ~statement.picks_resources() & ~statement.has_condition("iam:PassedToService")
    )
