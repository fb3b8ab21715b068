"""Trails are switched on, and record every region and the global services.

Why: whoever got a key starts machines in a region that nobody looks at, or creates users in IAM, which has none.
Fix: set `is_multi_region_trail` to true, and leave `enable_logging` and `include_global_service_events` true.
"""

from policies.facts.trails import TRAILS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=TRAILS,
    controls=Controls(
        cis_aws_3="3.1",
        cis_aws_4="3.1",
        fsbp="CloudTrail.1 CloudTrail.3",
        gdpr="25 30",
        nist="AC-2(4) AC-3(1) AC-3(10) AC-4(26) AC-6(9) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-6(3) AU-6(4) "
        "AU-6(6) AU-6(9) AU-8b AU-10 AU-12a AU-12c AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) "
        "CA-7b CM-5(1)(b) CM-6a CM-9b IA-3(3)(b) MA-4(1)(a) PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-1(1)(c) "
        "SI-3(8)(b) SI-4(2) SI-4(17) SI-4(20) SI-7(8) SI-10(1)(c)",
    ),
)
def cloudtrail_multi_region(trail: Resource) -> Findings:
    flags = {"isMultiRegionTrail": False, "enableLogging": True, "includeGlobalServiceEvents": True}
    return [
        finding
        for flag, when_absent in flags.items()
        for finding in trail.require(trail[flag].is_true(default=when_absent), trail[flag])
    ]
