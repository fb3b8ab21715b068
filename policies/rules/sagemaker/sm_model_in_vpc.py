"""Models are hosted in one's own network.

Why: outside of it no security group, endpoint or flow log sees what the containers send and load.
Fix: set `vpc_config` with `subnets` and `security_group_ids`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:sagemaker/model:Model",))
def sm_model_in_vpc(model: Resource) -> Findings:
    setting = model["vpcConfig"]["subnets"]
    return model.require(setting.is_set(), setting)
