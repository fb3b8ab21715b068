"""Endpoints have as many replicas as they need, between two bounds.

Why: without autoscaling the busiest hour is an outage or every other hour is waste; without an upper bound a loop in a
client is a bill.
Fix: add an `appautoscaling.Target` for the endpoint's variant, with `max_capacity` above `min_capacity`; set
`maxReplicas` of the InferenceService above `minReplicas`, and `maxReplicaCount` of a ScaledObject.
"""

from policies.facts.endpoints import ENDPOINTS, exceeds, is_managed, runs_on, scales_endpoint
from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import some

TARGETS = ("aws:appautoscaling/target:Target",)
SCALED = ("InferenceService", "ScaledObject")


@rule(
    severity=Severity.LOW,
    types=(*ENDPOINTS, *TARGETS, *types(*SCALED)),
    profiles=(Profile.ML,),
    controls=Controls(fsbp="SageMaker.4", ai_act="15", ai_rmf=("MANAGE 2.1",), iso_42001="A.4.5"),
)
def ml_endpoint_autoscaling_bounds(resource: Resource) -> Findings:
    if resource.type in ENDPOINTS:
        scaled = some(scales_endpoint(one, resource) for one in resource.stack.of(*TARGETS))
        return resource.require(scaled | runs_on(resource, is_managed), detail="nothing scales its variants")
    if resource.type in TARGETS:
        meant = resource["serviceNamespace"].equals("sagemaker")
        return resource.require(~meant | exceeds(resource["maxCapacity"], resource["minCapacity"]), "maxCapacity")
    findings: Findings = []
    for one in objects(resource, *SCALED):
        predictor, most = one.root.at("spec", "predictor"), one.root.at("spec", "maxReplicaCount")
        if one.kind == "InferenceService":
            most = predictor["maxReplicas"]
        bounded = most.at_least(1) if one.kind == "ScaledObject" else exceeds(most, predictor["minReplicas"])
        findings += one.require(bounded, most)
    return findings
