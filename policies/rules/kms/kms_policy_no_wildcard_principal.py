"""No policy of a key lets everyone use it.

Why: then any AWS account decrypts what the key protects.
Fix: name the roles in `Principal`, or demand `kms:CallerAccount` or `aws:PrincipalOrgID`.
"""

from policies.finding import Findings
from policies.policy_document import statements
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

WITH_POLICY = (
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
)


@rule(
    severity=Severity.CRITICAL,
    types=WITH_POLICY,
    controls=Controls(
        fsbp="KMS.5",
    ),
)
def kms_policy_no_wildcard_principal(key: Resource) -> Findings:
    return [
        finding
        for one in statements(key["policy"])
        for finding in key.forbid(one.allows() & one.is_for_anyone() & ~one.is_restricted(), one.node)
    ]
