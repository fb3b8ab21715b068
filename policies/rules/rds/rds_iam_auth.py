"""Databases let users in by IAM.

Why: a token lives for fifteen minutes and belongs to a role; a password lives until somebody finds it.
Fix: set `iam_database_authentication_enabled` to true. Oracle, SQL Server and Db2 know no such thing.
"""

from policies.facts.databases import DATABASES, is_of_engine
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.10 RDS.12",
    ),
)
def rds_iam_auth(database: Resource) -> Findings:
    enabled = database["iamDatabaseAuthenticationEnabled"]
    return database.require(enabled.is_true() | is_of_engine(database, "oracle", "sqlserver", "db2"), enabled)
