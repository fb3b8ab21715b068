"""An endpoint of SageMaker, and every high-risk one, has an owner and a day on which somebody looks at it again.

Why: models grow old with the world they were trained on, and endpoints outlive those who made them: nobody dares to
turn off what nobody knows.
Fix: give the endpoint tags, or the InferenceService annotations with a prefix, `owner` and `review-date`, such as
2027-01-31.
"""

from policies.facts.endpoints import ENDPOINTS, SERVED, endpoints
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import truth

DATE = r"20\d\d-[01]\d-[0-3]\d"


@rule(
    severity=Severity.LOW,
    types=SERVED,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="72", ai_rmf=("GOVERN 1.7", "MANAGE 4.1"), iso_42001="A.6.2.6"),
)
def decommission_plan(resource: Resource) -> Findings:
    findings: Findings = []
    for endpoint in endpoints(resource):
        meant = truth(resource.type in ENDPOINTS) | endpoint.is_high_risk()
        owner, review = endpoint.find("owner"), endpoint.find("review-date")
        findings += endpoint.require(~meant | owner.is_set(), owner, "owner is missing")
        findings += endpoint.require(~meant | review.matches(DATE), review, "review-date is missing or no date")
    return findings
