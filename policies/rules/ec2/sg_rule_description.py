"""Security groups and their rules say what they are for.

Why: nobody dares to remove a rule whose reason is forgotten, so every opening stays for ever.
Fix: set `description` on the group and on each rule.
"""

from policies.facts.security_groups import EGRESS_RULES, GROUPS, INGRESS_RULES, RULES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.LOW,
    types=(*GROUPS, *RULES, *INGRESS_RULES, *EGRESS_RULES),
)
def sg_rule_description(resource: Resource) -> Findings:
    described = [resource["description"]]
    if resource.type in GROUPS:
        described += [rule["description"] for key in ("ingress", "egress") for rule in resource[key].each()]
    # What the provider writes if nobody does.
    filled_in = ("Managed by Pulumi", "Managed by Terraform")
    return [finding for one in described for finding in resource.require(one.is_set() & ~one.equals(*filled_in), one)]
