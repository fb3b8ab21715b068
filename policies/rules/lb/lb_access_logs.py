"""Load balancers log the requests that come in.

Why: after an attack nobody can say where it came from, and which requests were answered.
Fix: set `access_logs` with `enabled` true and a `bucket`.
"""

from policies.facts.families import LOAD_BALANCERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=LOAD_BALANCERS,
    controls=Controls(
        fsbp="ELB.5",
        hipaa="164.312(b)",
        gdpr="30",
        nist="AC-4(26) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-6(3) AU-6(4) AU-6(6) AU-6(9) AU-8b AU-10 "
        "AU-12a AU-12c AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) CA-7b CM-5(1)(b) IA-3(3)(b) "
        "MA-4(1)(a) PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-4(17) SI-7(8)",
    ),
)
def lb_access_logs(balancer: Resource) -> Findings:
    logs = balancer["accessLogs"]
    # Gateways pass packets on and see no requests.
    gateway = balancer["loadBalancerType"].equals("gateway")
    return balancer.require(gateway | logs["enabled"].is_true() & logs["bucket"].is_set(), logs)
