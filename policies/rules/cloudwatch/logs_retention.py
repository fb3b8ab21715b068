"""Log groups say for how long they keep what is written, for at least a year.

Why: an intrusion is found after months; without a setting logs are kept, and paid for, for ever, and nobody decided
that.
Fix: set `retention_in_days` to 365 or more; 0 keeps them for ever.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=("aws:cloudwatch/logGroup:LogGroup",),
    controls=Controls(
        hipaa="164.312(b)",
        nist="AC-16b AT-4b AU-6(3) AU-6(4) AU-6(6) AU-6(9) AU-10 AU-11(1) AU-11 AU-12(1) AU-12(2) AU-12(3) AU-14a "
        "AU-14b CA-7b PM-14a.1 PM-14b PM-21b PM-31 SC-28(2) SI-4(17) SI-12",
    ),
)
def logs_retention(group: Resource) -> Findings:
    days = group["retentionInDays"]
    # Logs for delivery to elsewhere are kept for two days, whatever is said.
    delivered = group["logGroupClass"].equals("DELIVERY")
    return group.require(delivered | days.at_most(0) | days.at_least(365), days)
