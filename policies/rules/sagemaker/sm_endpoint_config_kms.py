"""The volumes behind an endpoint are encrypted with a key of one's own.

Why: models and what they were asked lie on them; a key of one's own can be withdrawn, and its use is logged.
Fix: set `kms_key_arn`. Serverless variants, and instances with disks of their own, take none.
"""

from policies.facts.customer_keys import is_own_key
from policies.facts.training_jobs import has_local_storage
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=("aws:sagemaker/endpointConfiguration:EndpointConfiguration",),
    controls=Controls(
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def sm_endpoint_config_kms(configuration: Resource) -> Findings:
    key, variants = configuration["kmsKeyArn"], configuration["productionVariants"]
    takes_none = variants.is_set() & variants.every(_takes_none)
    return configuration.require(is_own_key(configuration, key) | takes_none, key)


def _takes_none(variant: Node) -> Truth:
    return variant["serverlessConfig"].is_set() | has_local_storage(variant["instanceType"])
