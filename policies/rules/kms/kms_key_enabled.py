"""Keys that something is encrypted with are enabled.

Why: what a disabled key encrypted cannot be read: the database stops, and the backup cannot be restored.
Fix: leave `is_enabled` out, or first encrypt with another key whatever uses this one.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some

BESIDE = ("aws:kms/alias:Alias", "aws:kms/grant:Grant", "aws:kms/keyPolicy:KeyPolicy", "aws:kms/replicaKey:ReplicaKey")


@rule(
    severity=Severity.HIGH,
    types=("aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey"),
)
def kms_key_enabled(key: Resource) -> Findings:
    enabled = key["isEnabled" if key.type == "aws:kms/key:Key" else "enabled"]
    users = key.stack.users(key)
    used = some(Truth.TRUE for one in users.certain if one.type not in BESIDE)
    used |= some(Truth.UNKNOWN for one in users.possible if one.type not in BESIDE)
    return key.require(enabled.is_true(default=True) | ~used, enabled)
