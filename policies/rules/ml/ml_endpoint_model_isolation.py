"""Models of SageMaker run in our network, and cannot reach any other.

Why: a model is code: a tampered one sends what customers ask it, and the credentials of its role, to whoever made it.
Fix: set `enable_network_isolation` to true and `vpc_config` of the `Model`.
"""

from policies.facts.endpoints import MODELS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=MODELS,
    profiles=(Profile.ML,),
    controls=Controls(fsbp="SageMaker.5", ai_act="15", ai_rmf=("MEASURE 2.7",), iso_42001="A.6.2.5"),
)
def ml_endpoint_model_isolation(model: Resource) -> Findings:
    isolated, network = model["enableNetworkIsolation"], model["vpcConfig"]
    return [*model.require(isolated.is_true(), isolated), *model.require(network["subnets"].is_set(), network)]
