"""Databases record what they spend their time on, encrypted with a key of one's own.

Why: without the record a slow night cannot be explained; the record holds statements, and with them data.
Fix: set `performance_insights_enabled` to true and `performance_insights_kms_key_id` to a customer-managed key.
"""

from policies.facts.databases import INSTANCES, MEMBERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.LOW,
    types=(*INSTANCES, *MEMBERS),
)
def rds_insights_encrypted(database: Resource) -> Findings:
    enabled, key = database["performanceInsightsEnabled"], database["performanceInsightsKmsKeyId"]
    return database.require(enabled.is_true(), enabled) or database.require(key.is_set(), key)
