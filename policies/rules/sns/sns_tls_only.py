"""The policy of every topic refuses what is not published over TLS.

Why: SNS takes plain HTTP as well, and whoever sits between then reads the messages and the signed requests.
Fix: add a statement to the `TopicPolicy` that denies `sns:Publish` to `*` while `aws:SecureTransport` is `false`.
"""

from policies.facts.resource_policies import refuses_plain_http
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

POLICIES = ("aws:sns/topicPolicy:TopicPolicy",)


@rule(severity=Severity.MEDIUM, types=("aws:sns/topic:Topic",))
def sns_tls_only(topic: Resource) -> Findings:
    refused = refuses_plain_http(topic, POLICIES, "arn", "sns:Publish")
    return topic.require(refused, detail="no policy bound to it refuses plain HTTP")
