"""No security group of a database lets the internet in on the database's port.

Why: the group is all that stands between a database and whoever has its address.
Fix: let in the security groups of the workloads that use the database, and nobody else.
"""

from policies.facts.databases import DATABASES, PORTS
from policies.facts.security_groups import GROUPS, Traffic, lets_world_in
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(
    severity=Severity.CRITICAL,
    types=DATABASES,
)
def rds_sg_not_world(database: Resource) -> Findings:
    stack, port = database.stack, database["port"]
    ports = {port.value} if isinstance(port.value, int) else set(PORTS.values())

    def reaches(traffic: Traffic) -> Truth:
        return traffic.reaches(ports) if port.is_known() is Truth.TRUE else Truth.UNKNOWN

    return [
        finding
        for group in database["vpcSecurityGroupIds"].each()
        for finding in database.forbid(
            stack.some_referred(group, GROUPS, lambda one: lets_world_in(one, reaches)), group
        )
    ]
