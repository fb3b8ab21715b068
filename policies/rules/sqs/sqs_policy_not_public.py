"""No policy of a queue lets everyone in.

Why: whoever knows the queue's address sends jobs that run with one's own rights, or takes away what waits in it.
Fix: name accounts, roles or services in `Principal`, or demand `aws:SourceArn`, `aws:PrincipalOrgID` or the like.
"""

from policies.facts.dead_letters import QUEUES
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.CRITICAL, types=(*QUEUES, "aws:sqs/queuePolicy:QueuePolicy"))
def sqs_policy_not_public(resource: Resource) -> Findings:
    return forbid_statements(resource, resource["policy"], Statement.is_open)
