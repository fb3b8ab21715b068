"""Vaults of backups are encrypted with a key of one's own.

Why: a backup is a copy of everything; AWS's key opens for everyone who may restore, and cannot be withdrawn.
Fix: set `kms_key_arn` to a customer-managed key.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:backup/vault:Vault",),
    controls=Controls(
        fsbp="Backup.1",
    ),
)
def backup_vault_kms(vault: Resource) -> Findings:
    key = vault["kmsKeyArn"]
    return vault.require(is_own_key(vault, key), key)
