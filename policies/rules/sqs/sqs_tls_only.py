"""The policy of every queue refuses what does not come over TLS.

Why: SQS answers plain HTTP as well, and whoever sits between then reads the jobs and the signed requests.
Fix: add a statement to the `QueuePolicy` that denies `sqs:*` to `*` while `aws:SecureTransport` is `false`.
"""

from policies.facts.dead_letters import QUEUES
from policies.facts.resource_policies import refuses_plain_http
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

POLICIES = ("aws:sqs/queuePolicy:QueuePolicy",)


@rule(severity=Severity.MEDIUM, types=QUEUES)
def sqs_tls_only(queue: Resource) -> Findings:
    refused = refuses_plain_http(queue, POLICIES, "queueUrl")
    return queue.require(refused, detail="no policy bound to it refuses plain HTTP")
