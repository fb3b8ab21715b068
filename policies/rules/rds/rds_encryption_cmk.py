"""Databases are encrypted with a key of one's own.

Why: AWS's key opens for everyone who may read the database; one's own is a second lock, and can be shared or withdrawn.
Fix: set `kms_key_id` to a customer-managed key.
"""

from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=DATABASES)
def rds_encryption_cmk(database: Resource) -> Findings:
    key = database["kmsKeyId"]
    own = key.is_set() & ~key.spells(r"(.*:)?alias/aws/rds")
    return database.require(own | is_replica_of_another(database), key)
