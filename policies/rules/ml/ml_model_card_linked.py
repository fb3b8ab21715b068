"""A high-risk endpoint says where its model is documented, which run trained it, and on which data.

Why: an authority, or a customer who was refused, may ask how the model came about; from the files alone nobody can say.
Fix: give the endpoint tags, or the InferenceService annotations with a prefix, `model-card`, `training-run` and
`dataset-version`. High-risk is what says `risk-tier: high`.
"""

from policies.facts.endpoints import SERVED, endpoints
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

KEYS = ("model-card", "training-run", "dataset-version")


@rule(
    severity=Severity.MEDIUM,
    types=SERVED,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="10(2) 11 12", ai_rmf=("MEASURE 2.9", "MAP 2.2"), iso_42001="A.6.2.7 A.7.5"),
)
def ml_model_card_linked(resource: Resource) -> Findings:
    findings: Findings = []
    for endpoint in endpoints(resource):
        for key in KEYS:
            found = endpoint.find(key)
            findings += endpoint.require(~endpoint.is_high_risk() | found.is_set(), found, f"{key} is missing")
    return findings
