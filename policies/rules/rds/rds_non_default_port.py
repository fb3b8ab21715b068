"""Databases listen on a port that is not their engine's own.

Why: scanners for an engine try its own port first, and most try no other.
Fix: set `port` to another number.
"""

from policies.facts.databases import DATABASES, PORTS, is_of_engine
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import some


@rule(
    severity=Severity.LOW,
    types=DATABASES,
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        fsbp="RDS.23",
    ),
)
def rds_non_default_port(database: Resource) -> Findings:
    port = database["port"]
    default = some(is_of_engine(database, engine) & port.equals(number) for engine, number in PORTS.items())
    return database.require(port.is_set() & ~default, port)
