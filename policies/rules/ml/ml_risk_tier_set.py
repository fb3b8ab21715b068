"""Every endpoint says how risky its use is, and none is prohibited.

Why: what has to be logged, approved and watched depends on it; an endpoint that nobody has judged is treated as
harmless, whatever it decides.
Fix: give the endpoint a tag, or the InferenceService a label or an annotation with a prefix, `risk-tier`: `high`,
`limited` or `minimal`, as the EU AI Act has them.
"""

from policies.facts.endpoints import SERVED, endpoints
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

TIERS = ("high", "limited", "minimal")


@rule(
    severity=Severity.MEDIUM,
    types=SERVED,
    profiles=(Profile.ML, Profile.OPTIONAL),
    controls=Controls(ai_act="6 9", ai_rmf=("MAP 1.5", "MANAGE 1.2"), iso_42001="A.5.2"),
)
def ml_risk_tier_set(resource: Resource) -> Findings:
    findings: Findings = []
    for endpoint in endpoints(resource):
        tier = endpoint.find("risk-tier")
        findings += endpoint.require(tier.equals(*TIERS), tier)
    return findings
