"""A high-risk endpoint says who approved its model, and that was not its author.

Why: whoever trained a model is the last to see what is wrong with it; the law wants a second person who can say no.
Fix: give the endpoint tags, or the InferenceService annotations with a prefix, `approved-by` and `author`. High-risk is
what says `risk-tier: high`.
"""

from policies.facts.endpoints import SERVED, endpoints
from policies.finding import Findings
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, truth


@rule(
    severity=Severity.MEDIUM,
    types=SERVED,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="14", ai_rmf=("MANAGE 1.1",), iso_42001="A.6.2.4 A.6.2.5"),
)
def ml_model_approved(resource: Resource) -> Findings:
    findings: Findings = []
    for endpoint in endpoints(resource):
        approver, author = endpoint.find("approved-by"), endpoint.find("author")
        approved = approver.is_set() & author.is_set() & ~_is_same(approver, author)
        findings += endpoint.require(~endpoint.is_high_risk() | approved, approver)
    return findings


def _is_same(approver: Node, author: Node) -> Truth:
    if UNKNOWN in (approver.value, author.value):
        return Truth.UNKNOWN
    return truth(str(approver.value).strip().lower() == str(author.value).strip().lower())
