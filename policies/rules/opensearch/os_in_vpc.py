"""Search domains are in one's own network.

Why: a domain outside of it has an address on the internet, and one line too many in its policy opens it to everyone.
Fix: set `vpc_options` with private subnets. The domain is made anew.
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
        fsbp="OpenSearch.2",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b "
        "SC-7c SC-7(2) SC-7(3) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) SC-7(24)(b) SC-25",
    ),
)
def os_in_vpc(domain: Resource) -> Findings:
    setting = domain["vpcOptions"]["subnetIds"]
    return domain.require(setting.is_set(), setting)
