"""Databases are encrypted at rest.

Why: their disks, snapshots and backups can be copied and read elsewhere; encryption cannot be added afterwards.
Fix: set `storage_encrypted` to true.
"""

from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=DATABASES,
    controls=Controls(
        cis_aws_3="2.3.1",
        cis_aws_4="2.2.1",
        fsbp="RDS.27 RDS.3",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def rds_storage_encrypted(database: Resource) -> Findings:
    encrypted = database["storageEncrypted"]
    return database.require(encrypted.is_true() | is_replica_of_another(database), encrypted)
