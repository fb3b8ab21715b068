"""A vault that holds regulated data is locked: nobody deletes a backup before its time.

Why: whoever encrypts data for ransom deletes the backups first, and needs only one administrator's key for both.
Fix: add a `VaultLockConfiguration` with `min_retention_days` for the vault. It is asked of vaults tagged
`data-classification` `restricted`, `criticality` `high` or `purpose` `audit`.
"""

from policies.facts.tags import CRITICALITY, PURPOSE, is_tagged
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import some

LOCKS = ("aws:backup/vaultLockConfiguration:VaultLockConfiguration",)


@rule(severity=Severity.MEDIUM, types=("aws:backup/vault:Vault",))
def backup_vault_lock(vault: Resource) -> Findings:
    kinds = ((CRITICALITY, "high"), (PURPOSE, "audit"), ("data-classification", "restricted"))
    regulated = some(is_tagged(vault, key, value) for key, value in kinds)
    locks = vault.stack.bound_to(vault, LOCKS, by="backupVaultName")
    return vault.require(~regulated | locks.some(lambda one: one["minRetentionDays"].at_least(1)), detail="not locked")
