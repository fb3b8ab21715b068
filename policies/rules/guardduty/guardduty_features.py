"""GuardDuty watches buckets, databases, functions, the cluster, its nodes, and volumes for malware.

Why: the detector alone sees network flows and API calls; who drains a bucket or runs a miner in a pod stays unseen.
Fix: add a `guardduty.DetectorFeature` with `status` `ENABLED` for each of the features.
"""

from typing import Final

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

FEATURES: Final[dict[str, tuple[str, ...]]] = {
    "S3_DATA_EVENTS": ("s3Logs", "enable"),
    "RDS_LOGIN_EVENTS": (),
    "LAMBDA_NETWORK_LOGS": (),
    "EKS_AUDIT_LOGS": ("kubernetes", "auditLogs", "enable"),
    "RUNTIME_MONITORING": (),
    "EBS_MALWARE_PROTECTION": ("malwareProtection", "scanEc2InstanceWithFindings", "ebsVolumes", "enable"),
}
"""With the place of the older switch in the detector itself, where there was one."""


@rule(
    severity=Severity.MEDIUM,
    types=("aws:guardduty/detector:Detector",),
    controls=Controls(
        fsbp="GuardDuty.10 GuardDuty.9",
    ),
)
def guardduty_features(detector: Resource) -> Findings:
    return [
        finding
        for feature, inline in FEATURES.items()
        for finding in detector.require(_is_on(detector, feature, inline), detail=f"{feature} is not switched on")
    ]


def _is_on(detector: Resource, feature: str, inline: tuple[str, ...]) -> Truth:
    bound = detector.stack.bound_to(detector, ("aws:guardduty/detectorFeature:DetectorFeature",), by="detectorId")
    named = bound.some(lambda one: one["name"].equals(feature) & one["status"].equals("ENABLED"))
    return named | detector["datasources"].at(*inline).is_true() if inline else named
