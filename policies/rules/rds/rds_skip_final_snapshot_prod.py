"""A database that is deleted leaves a last snapshot.

Why: a deletion that was a mistake is final without one.
Fix: leave `skip_final_snapshot` out, and set `final_snapshot_identifier`.
"""

from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=DATABASES, profiles=(Profile.PROD,))
def rds_skip_final_snapshot_prod(database: Resource) -> Findings:
    skipped = database["skipFinalSnapshot"]
    return database.require(~skipped.is_true() | is_replica_of_another(database), skipped)
