"""A new model gets its requests step by step.

Why: SageMaker sends all requests to a new model at once unless it is told otherwise, and `Recreate` stops the old one
first: a model that is wrong is wrong for every customer, before the first alarm.
Fix: set `deployment_config` of the endpoint: a `rolling_update_policy`, or a `blue_green_update_policy` whose
`traffic_routing_configuration` has the type `CANARY` or `LINEAR`. In Kubernetes leave out `Recreate`.
"""

from policies.facts.endpoints import ENDPOINTS
from policies.facts.kubernetes import branches, objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls

PARTS = ("predictor", "transformer", "explainer")


@rule(
    severity=Severity.MEDIUM,
    types=(*ENDPOINTS, *types("InferenceService")),
    profiles=(Profile.ML,),
    controls=Controls(ai_act="15", ai_rmf=("MANAGE 2.4",), iso_42001="A.6.2.5"),
)
def ml_endpoint_release_strategy(resource: Resource) -> Findings:
    findings: Findings = []
    if resource.type in ENDPOINTS:
        config = resource["deploymentConfig"]
        routing = config.at("blueGreenUpdatePolicy", "trafficRoutingConfiguration", "type")
        return resource.require(config["rollingUpdatePolicy"].is_set() | routing.equals("CANARY", "LINEAR"), routing)
    for service in objects(resource, "InferenceService"):
        for strategy in (
            one for part in PARTS for one in branches(service["spec"], part, "deploymentStrategy", "type")
        ):
            findings += service.require(~strategy.equals("Recreate"), strategy)
    return findings
