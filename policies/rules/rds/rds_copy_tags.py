"""Snapshots bear the tags of their database.

Why: a snapshot without tags has no owner and no classification, and no rule about either finds it.
Fix: set `copy_tags_to_snapshot` to true.
"""

from policies.facts.databases import DATABASES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=DATABASES,
    controls=Controls(
        fsbp="RDS.16 RDS.17",
    ),
)
def rds_copy_tags(database: Resource) -> Findings:
    copied = database["copyTagsToSnapshot"]
    return database.require(copied.is_true(), copied)
