"""Databases keep running when an availability zone fails.

Why: a database in one zone is down as long as that zone is, and so is all that needs it.
Fix: set `multi_az` to true; give an Aurora cluster a second `ClusterInstance`.
"""

from policies.facts.databases import DATABASES, INSTANCES, MEMBERS, is_replica_of_another
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=DATABASES,
    profiles=(Profile.PROD,),
    controls=Controls(
        cis_aws_4="2.2.4",
        fsbp="RDS.15 RDS.5",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(C)",
        nist="CP-1a.1(b) CP-1a.2 CP-2a CP-2a.6 CP-2a.7 CP-2d CP-2e CP-2(5) CP-2(6) CP-6(2) CP-10 SC-5(2) SC-6 "
        "SC-22 SC-36 SI-13(5)",
    ),
)
def rds_multi_az(database: Resource) -> Findings:
    if database.type in INSTANCES:
        spread = database["multiAz"]
        return database.require(spread.is_true() | is_replica_of_another(database), spread)
    members = database.stack.bound_to(database, MEMBERS, by="clusterIdentifier")
    known, all_of_them = len(members.certain), len(members.certain) + len(members.possible)
    two = Truth.TRUE if known > 1 else Truth.UNKNOWN if all_of_them > 1 else Truth.FALSE
    # A cluster of RDS, not of Aurora, has its members by itself, each in a zone of its own.
    return database.require(two | database["dbClusterInstanceClass"].is_set(), detail="has fewer than two members")
