"""No policy of a topic lets everyone in.

Why: whoever knows the topic's ARN reads along by subscribing, or sends what on-call engineers and pipelines act on.
Fix: name accounts, roles or services in `Principal`, or demand `aws:SourceAccount`, `aws:PrincipalOrgID` or the like.
"""

from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=("aws:sns/topic:Topic", "aws:sns/topicPolicy:TopicPolicy"),
    controls=Controls(
        fsbp="SNS.4",
    ),
)
def sns_policy_not_public(resource: Resource) -> Findings:
    return forbid_statements(resource, resource["policy"], Statement.is_open)
