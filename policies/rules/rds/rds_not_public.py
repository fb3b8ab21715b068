"""Databases have no public address.

Why: a database on the internet is tried with guessed passwords all day, and one flaw of its engine is enough.
Fix: leave `publicly_accessible` out, and put the database into private subnets.
"""

from policies.facts.databases import DATABASES, MEMBERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=(*DATABASES, *MEMBERS),
    controls=Controls(
        cis_aws_3="2.3.3",
        cis_aws_4="2.2.3",
        fsbp="RDS.2",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b "
        "SC-7c SC-7(2) SC-7(3) SC-7(7) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) SC-7(24)(b) "
        "SC-7(25) SC-7(26) SC-7(27) SC-7(28) SC-25",
    ),
)
def rds_not_public(database: Resource) -> Findings:
    public = database["publiclyAccessible"]
    return database.forbid(public.is_true(), public)
