"""Databases are in subnets that were chosen for them.

Why: without a subnet group they land in the default VPC, whose subnets are all on the internet.
Fix: set `db_subnet_group_name` to a `rds.SubnetGroup` of private subnets.
"""

from policies.facts.databases import DATABASES, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.18",
    ),
)
def rds_in_vpc(database: Resource) -> Findings:
    group = database["dbSubnetGroupName"]
    return database.require(group.is_set() & ~group.spells("default") | is_replica_of_another(database), group)
