"""The password of a database's administrator is kept by AWS, and in no program or state.

Why: a password in the program is in its history, its state and its logs, and is never changed.
Fix: set `manage_master_user_password` to true instead of `password` or `master_password`.
"""

from policies.facts.databases import DATABASES, INSTANCES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.HIGH, types=DATABASES)
def rds_managed_master_password(database: Resource) -> Findings:
    password = database["password" if database.type in INSTANCES else "masterPassword"]
    return database.forbid(password.is_set(), password)
