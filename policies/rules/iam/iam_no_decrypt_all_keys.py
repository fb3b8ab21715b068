"""No policy allows decrypting with every key.

Why: then a key of its own protects nothing: whoever can read the data can also decrypt it.
Fix: name the keys' ARNs in `Resource`, or demand `kms:ResourceAliases`.
"""

from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.facts.policy_document import Statement
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

_ANY_KEY = r"arn:[^:]*:kms:[^:]*:[^:]*:(\*|key/\*)"


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
    controls=Controls(
        fsbp="KMS.1 KMS.2",
    ),
)
def iam_no_decrypt_all_keys(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_action("kms:Decrypt", "kms:ReEncryptFrom") & _is_for_all(one))


def _is_for_all(statement: Statement) -> Truth:
    return (statement.is_for_any_resource() | statement.names_resource(_ANY_KEY)) & ~statement.picks_resources()
