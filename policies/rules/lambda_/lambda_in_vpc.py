"""Functions run in one's own network.

Why: a function outside of it reaches the whole internet, past every rule and log of the network.
Fix: set `vpc_config` with private subnets. It costs a gateway for what lies outside, so it is asked only on request.
"""

from policies.facts.functions import FUNCTIONS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=FUNCTIONS,
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        fsbp="Lambda.3",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b "
        "SC-7c SC-7(2) SC-7(3) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) SC-7(24)(b) SC-25",
    ),
)
def lambda_in_vpc(function: Resource) -> Findings:
    network = function["vpcConfig"]
    return function.require(network["subnetIds"].is_set(), network)
