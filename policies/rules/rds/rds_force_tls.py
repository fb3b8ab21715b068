"""Databases refuse connections without TLS.

Why: a client that does not ask for TLS sends its password and every row in the clear.
Fix: give the database a parameter group with `rds.force_ssl` = 1, or `require_secure_transport` = ON for MySQL and
MariaDB. PostgreSQL refuses from version 15 on if it is not told otherwise.
"""

from policies.facts.databases import (
    CLUSTER_PARAMETER_GROUPS,
    DATABASES,
    INSTANCES,
    PARAMETER_GROUPS,
    is_of_engine,
    sets,
)
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.38 RDS.39",
    ),
)
def rds_force_tls(database: Resource) -> Findings:
    single = database.type in INSTANCES
    name = database["parameterGroupName" if single else "dbClusterParameterGroupName"]
    groups = PARAMETER_GROUPS if single else CLUSTER_PARAMETER_GROUPS
    forced = database.stack.some_referred(name, groups, lambda one: _sets(one, "1|on|true"))
    refused = database.stack.some_referred(name, groups, lambda one: _sets(one, "0|off|false"))
    by_default = is_of_engine(database, "postgres") & database["engineVersion"].matches(r"(1[5-9]|[2-9]\d)(\..*)?")
    # Oracle and Db2 have other ways.
    other = is_of_engine(database, "oracle", "db2")
    return database.require(other | forced | by_default & ~refused, name)


def _sets(group: Resource, value: str) -> Truth:
    return sets(group, "rds.force_ssl", f"(?i:{value})") | sets(group, "require_secure_transport", f"(?i:{value})")
