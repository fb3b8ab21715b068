"""Endpoints record what they are asked and answer, encrypted with a key of ours.

Why: without a record nobody sees that requests have changed since the training, and nobody can look into a decision
that somebody complains about.
Fix: set `data_capture_config` of the `EndpointConfiguration`, with `enable_capture`, a sampling percentage above 0 and
a `kms_key_id`; for an InferenceService with `risk-tier: high`, set `logger` of the predictor. SageMaker captures
nothing of serverless endpoints.
"""

from policies.facts.endpoints import CONFIGURATIONS, is_serverless, served
from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=(*CONFIGURATIONS, *types("InferenceService")),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="12 19", ai_rmf=("MEASURE 2.4",), iso_42001="A.6.2.8"),
)
def ml_endpoint_data_capture(resource: Resource) -> Findings:
    if resource.type in CONFIGURATIONS:
        capture, exempt = resource["dataCaptureConfig"], is_serverless(resource)
        enabled, key = capture["enableCapture"], capture["kmsKeyId"]
        sampled = capture["initialSamplingPercentage"]
        findings = resource.require(exempt | enabled.is_true(), enabled)
        findings += resource.require(exempt | ~enabled.is_true() | sampled.at_least(1), sampled)
        return findings + resource.require(exempt | ~enabled.is_true() | key.is_set(), key)
    findings = []
    for service in objects(resource, "InferenceService"):
        logger = service.root.at("spec", "predictor", "logger")
        findings += service.require(~served(service).is_high_risk() | logger.is_set(), logger)
    return findings
