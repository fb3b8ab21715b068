"""No policy of a key lets everyone use it.

Why: then any AWS account decrypts what the key protects.
Fix: name the roles in `Principal`, or demand `kms:CallerAccount` or `aws:PrincipalOrgID`.
"""

from policies.facts.keys import WITH_POLICY
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=WITH_POLICY,
    controls=Controls(
        fsbp="KMS.5",
    ),
)
def kms_policy_no_wildcard_principal(key: Resource) -> Findings:
    return forbid_statements(key, key["policy"], Statement.is_open)
