"""Secrets are encrypted with a key of one's own, and so are their copies in other regions.

Why: AWS's key opens for everyone who may read secrets in the account, and cannot be shared with another one or
withdrawn.
Fix: set `kms_key_id` to a customer-managed key, on each of the `replicas` too.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:secretsmanager/secret:Secret",),
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def secret_cmk(secret: Resource) -> Findings:
    keys = [secret["kmsKeyId"], *(replica["kmsKeyId"] for replica in secret["replicas"].each())]
    return [finding for key in keys for finding in secret.require(is_own_key(secret, key), key)]
