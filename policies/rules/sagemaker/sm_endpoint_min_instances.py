"""An endpoint in production has two instances or more.

Why: with one, a failed machine or zone is an outage until another one has started and loaded the model.
Fix: set `initial_instance_count` to 2 or more in every production variant.
"""

from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=("aws:sagemaker/endpointConfiguration:EndpointConfiguration",),
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="SageMaker.4",
    ),
)
def sm_endpoint_min_instances(configuration: Resource) -> Findings:
    # What answers later, from a queue, may wait for its first instance.
    waits = configuration["asyncInferenceConfig"].is_set()
    return [
        finding
        for variant in configuration["productionVariants"].each()
        for finding in configuration.require(waits | _is_redundant(variant), variant["initialInstanceCount"])
    ]


def _is_redundant(variant: Node) -> Truth:
    kept = variant["managedInstanceScaling"]["minInstanceCount"].at_least(2)
    return variant["serverlessConfig"].is_set() | variant["initialInstanceCount"].at_least(2) | kept
