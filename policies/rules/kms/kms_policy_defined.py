"""Every key says who may use it.

Why: with the policy that KMS writes by itself any IAM policy of the account can give the key to anybody.
Fix: set `policy` on the `Key`, or add a `kms.KeyPolicy`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.MEDIUM,
    types=("aws:kms/key:Key",),
)
def kms_policy_defined(key: Resource) -> Findings:
    policies = key.stack.bound_to(key, ("aws:kms/keyPolicy:KeyPolicy",), by="keyId")
    return key.require(key["policy"].is_set() | policies.some(lambda one: one["policy"].is_set()), key["policy"])
