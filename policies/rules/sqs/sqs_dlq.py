"""Every queue sets aside what cannot be processed, in a queue for dead letters.

Why: a job that no worker survives comes back until it is too old, holds up the others, and is then lost without a
trace.
Fix: set `redrive_policy` with `deadLetterTargetArn` and `maxReceiveCount`.
"""

from policies.facts.dead_letters import QUEUES, REDRIVES, is_for_dead_letters
from policies.facts.policy_document import parsed
from policies.finding import Findings
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, truth


@rule(severity=Severity.MEDIUM, types=QUEUES)
def sqs_dlq(queue: Resource) -> Findings:
    redrives = queue.stack.bound_to(queue, REDRIVES, by="queueUrl")
    sets_aside = _has_target(queue) | redrives.some(_has_target)
    return queue.require(sets_aside | is_for_dead_letters(queue), queue["redrivePolicy"])


def _has_target(resource: Resource) -> Truth:
    policy = resource["redrivePolicy"]
    # Before the other queue is there, the text is known to be made of it, and no more.
    made_of_queue = policy.value is UNKNOWN and bool(resource.stack.referred(policy, QUEUES))
    return truth(made_of_queue) | parsed(policy)["deadLetterTargetArn"].is_set()
