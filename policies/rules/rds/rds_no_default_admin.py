"""The administrator of a database has a name of its own.

Why: half of a guessed login is guessed already when the name is `admin` or `postgres`.
Fix: set `username`, or `master_username` of a cluster, to another name.
"""

from policies.facts.databases import DATABASES, DEFAULT_ADMINS, INSTANCES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.24 RDS.25",
    ),
)
def rds_no_default_admin(database: Resource) -> Findings:
    name = database["username" if database.type in INSTANCES else "masterUsername"]
    return database.forbid(name.satisfies(lambda value: str(value).lower() in DEFAULT_ADMINS), name)
