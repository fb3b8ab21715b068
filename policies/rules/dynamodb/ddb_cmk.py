"""Tables are encrypted with a key of one's own.

Why: the key that AWS takes by itself opens for everyone who may read the table, and cannot be withdrawn.
Fix: set `enabled` and `kms_key_arn` in `server_side_encryption`.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:dynamodb/table:Table",),
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def ddb_cmk(table: Resource) -> Findings:
    encryption = table["serverSideEncryption"]
    own = encryption["enabled"].is_true() & is_own_key(table, encryption["kmsKeyArn"])
    return table.require(own, encryption)
