"""Queues encrypt their messages at rest.

Why: messages hold what jobs work on, and stay on disk until they are received.
Fix: set `sqs_managed_sse_enabled` to true, or `kms_master_key_id` to a key of your own.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(severity=Severity.HIGH, types=("aws:sqs/queue:Queue",), controls=Controls(fsbp="SQS.1"))
def sqs_encrypted(queue: Resource) -> Findings:
    managed = queue["sqsManagedSseEnabled"]
    return queue.require(managed.is_true() | queue["kmsMasterKeyId"].is_set(), managed)
