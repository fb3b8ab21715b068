"""The containers of a model have no network.

Why: a model file or an image with foreign code in it sends every request it sees to its author.
Fix: set `enable_network_isolation` to true.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=("aws:sagemaker/model:Model",),
    controls=Controls(
        fsbp="SageMaker.5",
    ),
)
def sm_model_network_isolation(model: Resource) -> Findings:
    setting = model["enableNetworkIsolation"]
    return model.require(setting.is_true(), setting)
