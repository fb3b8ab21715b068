"""The cluster's network enforces network policies.

Why: without that a NetworkPolicy is only text: every pod still reaches every other, and the database.
Fix: set `configuration_values` of the `vpc-cni` add-on to `{"enableNetworkPolicy": "true"}`, or install a network that
enforces them, such as Cilium.
"""

from policies.facts.clusters import ADDONS, has_network_of_its_own
from policies.facts.policy_document import parsed
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=ADDONS,
    controls=Controls(
        cis_eks="4.3.1 5.4.4",
    ),
)
def eks_network_policy_enabled(addon: Resource) -> Findings:
    values = addon["configurationValues"]
    enforced = parsed(values)["enableNetworkPolicy"].is_true() | has_network_of_its_own(addon.stack)
    return addon.require(~addon["addonName"].equals("vpc-cni") | enforced, values)
