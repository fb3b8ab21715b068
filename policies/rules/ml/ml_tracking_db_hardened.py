"""The database of experiments is encrypted, private, backed up, and lets users in by IAM.

Why: it knows which run made which model, and where every model lies: who can write to it can pass one off for another,
and when it is lost no model can be explained any more.
Fix: set `storage_encrypted`, `iam_database_authentication_enabled` and `backup_retention_period` of the database, and
leave `publicly_accessible` off. What is tagged `purpose: tracking`, or has a database named `mlflow`, is meant. That it
refuses plain connections and deletion other rules look at.
"""

from policies.facts.databases import DATABASES
from policies.facts.zones import TRACKING, is_for
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

NAMES = r"(mlflow|wandb|aim|clearml|tracking)(_.*)?"


@rule(
    severity=Severity.HIGH,
    types=DATABASES,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="12 15", ai_rmf=("MEASURE 2.1",), iso_42001="A.4.2"),
)
def ml_tracking_db_hardened(database: Resource) -> Findings:
    named = database["dbName"].matches(NAMES) | database["databaseName"].matches(NAMES)
    other = ~(named | is_for(database, *TRACKING))
    encrypted, logins = database["storageEncrypted"], database["iamDatabaseAuthenticationEnabled"]
    kept, public = database["backupRetentionPeriod"], database["publiclyAccessible"]
    return [
        *database.require(other | encrypted.is_true(), encrypted),
        *database.require(other | logins.is_true(), logins),
        *database.require(other | kept.at_least(1), kept),
        *database.require(other | ~public.is_true(), public),
    ]
