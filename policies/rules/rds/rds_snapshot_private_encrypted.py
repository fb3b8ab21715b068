"""Snapshots of databases are shared with no stranger, and are encrypted.

Why: a snapshot that is shared with all is a copy of the database for whoever wants it.
Fix: leave `all` out of `shared_accounts`, and encrypt the database that the snapshot is taken of.
"""

from policies.facts.databases import DATABASES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

SNAPSHOTS = {
    "aws:rds/snapshot:Snapshot": "dbInstanceIdentifier",
    "aws:rds/clusterSnapshot:ClusterSnapshot": "dbClusterIdentifier",
}
COPIES = ("aws:rds/snapshotCopy:SnapshotCopy", "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy")


@rule(
    severity=Severity.CRITICAL,
    types=(*SNAPSHOTS, *COPIES),
    controls=Controls(
        fsbp="RDS.1 RDS.4",
    ),
)
def rds_snapshot_private_encrypted(snapshot: Resource) -> Findings:
    shared = snapshot["sharedAccounts"]
    findings = snapshot.forbid(shared.some(lambda one: one.equals("all")), shared)
    if snapshot.type in COPIES:
        return findings
    source = snapshot[SNAPSHOTS[snapshot.type]]
    plain = snapshot.stack.some_referred(source, DATABASES, lambda one: ~one["storageEncrypted"].is_true())
    return findings + snapshot.forbid(plain, source)
