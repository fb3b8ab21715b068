"""Topics encrypt their messages at rest.

Why: messages lie on disk until they are delivered, and hold what alarms and pipelines tell each other.
Fix: set `kms_master_key_id`, to a key of one's own if services such as CloudWatch publish to the topic.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

TOPICS = ("aws:sns/topic:Topic",)


@rule(
    severity=Severity.MEDIUM,
    types=TOPICS,
    controls=Controls(
        fsbp="SNS.1",
        hipaa="164.308(a)(1)(ii)(B) 164.312(a)(2)(iv) 164.312(e)(2)(ii) 164.314(b)(2)(i)",
        gdpr="32",
        nist="CA-9(1) CM-3(6) SC-7(10) SC-13 SC-28(1) SC-28 SI-7(6)",
    ),
)
def sns_encrypted_kms(topic: Resource) -> Findings:
    key = topic["kmsMasterKeyId"]
    return topic.require(key.is_set(), key)
