"""Queues for what could not be processed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policies.facts.policy_document import parsed
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some, truth

QUEUES: Final = ("aws:sqs/queue:Queue",)
REDRIVES: Final = ("aws:sqs/redrivePolicy:RedrivePolicy",)
_ALLOWANCES: Final = ("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",)
_SENDERS: Final = {
    "deadLetterConfig.targetArn": ("aws:lambda/function:Function",),
    "deadLetterConfig.arn": ("aws:cloudwatch/eventTarget:EventTarget",),
    "destinationConfig.onFailure.destination": (
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "aws:lambda/eventSourceMapping:EventSourceMapping",
    ),
}
"""What else sets aside what failed, by the property that says where."""
_REDRIVING: Final = (*QUEUES, *REDRIVES, "aws:sns/topicSubscription:TopicSubscription")
_TARGETS: Final = "dead-letter targets"


def is_for_dead_letters(queue: Resource) -> Truth:
    """Whether something sets aside in a queue what it could not process, or is allowed to."""
    stack = queue.stack
    allowances = stack.bound_to(queue, _ALLOWANCES, by="queueUrl")
    allowed = _allows(queue["redriveAllowPolicy"]) | allowances.some(lambda one: _allows(one["redriveAllowPolicy"]))
    sent = (stack.bound_to(queue, types, by=by).some() for by, types in _SENDERS.items())
    return allowed | _is_target(queue) | some(sent)


def _allows(policy: Node) -> Truth:
    return parsed(policy)["redrivePermission"].equals("allowAll", "byQueue")


def _is_target(queue: Resource) -> Truth:
    """Whether a redrive policy, which is JSON text, names it."""
    targets = queue.stack.remember(_TARGETS, lambda: frozenset(_targets(queue.stack)))
    named = truth(not targets.isdisjoint({queue.urn, *queue.identifiers()}))
    return named | truth(UNKNOWN in targets) & Truth.UNKNOWN


def _targets(stack: Stack) -> Iterator[object]:
    for one in stack.of(*_REDRIVING):
        target = parsed(one["redrivePolicy"])["deadLetterTargetArn"]
        yield from target.sources - {one.urn}
        if isinstance(target.value, str) or (target.value is UNKNOWN and not target.sources):
            yield target.value
