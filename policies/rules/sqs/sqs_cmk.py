"""Queues are encrypted with a key of one's own.

Why: SQS's own key opens for everyone who may receive from the queue; a key of one's own is a second lock, whose use
is logged and can be withdrawn.
Fix: set `kms_master_key_id` to a customer-managed key.
"""

from policies.facts.customer_keys import is_own_key
from policies.facts.dead_letters import QUEUES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=QUEUES)
def sqs_cmk(queue: Resource) -> Findings:
    key = queue["kmsMasterKeyId"]
    return queue.require(is_own_key(queue, key), key)
