"""Search domains know who asks, and what they may see.

Why: without it whoever reaches the domain reads every index, of every tenant.
Fix: set `enabled` in `advanced_security_options` to true, and leave `anonymous_auth_enabled` out.
"""

from policies.facts.families import SEARCH_DOMAINS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=SEARCH_DOMAINS,
    controls=Controls(
        fsbp="OpenSearch.7",
    ),
)
def os_fgac(domain: Resource) -> Findings:
    options = domain["advancedSecurityOptions"]
    enabled, anonymous = options["enabled"], options["anonymousAuthEnabled"]
    return domain.require(enabled.is_true(), enabled) + domain.forbid(anonymous.is_true(), anonymous)
