"""Every endpoint has an alarm on its errors and one on its latency.

Why: an endpoint that answers slowly or with errors is noticed by customers first, and by us when they have gone.
Fix: add `cloudwatch.MetricAlarm`s with the dimension `EndpointName`, one on `Invocation5XXErrors` and one on
`ModelLatency`.
"""

from policies.facts.alarms import METRIC_ALARMS
from policies.facts.endpoints import ENDPOINTS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

METRICS = {
    "errors": ("Invocation5XXErrors", "InvocationModelErrors"),
    "latency": ("ModelLatency", "OverheadLatency"),
}


@rule(
    severity=Severity.MEDIUM,
    types=ENDPOINTS,
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MEASURE 2.4",), iso_42001="A.6.2.6"),
)
def ml_endpoint_error_latency_alarms(endpoint: Resource) -> Findings:
    findings: Findings = []
    for subject, metrics in METRICS.items():
        findings += endpoint.require(_is_watched(endpoint, metrics), detail=f"no alarm on its {subject}")
    return findings


def _is_watched(endpoint: Resource, metrics: tuple[str, ...]) -> Truth:
    def is_on(metric: Node) -> Truth:
        return metric["metricName"].equals(*metrics)

    bound_to = endpoint.stack.bound_to
    single = bound_to(endpoint, METRIC_ALARMS, by="dimensions.EndpointName")
    combined = bound_to(endpoint, METRIC_ALARMS, by="metricQueries.metric.dimensions.EndpointName")
    formulas = combined.some(lambda one: one["metricQueries"].some(lambda query: is_on(query["metric"])))
    return single.some(lambda one: is_on(one.root)) | formulas
