"""Search domains answer over HTTPS alone, with TLS 1.2 or newer.

Why: otherwise they answer plain HTTP, or a TLS that can be broken by whoever records the traffic.
Fix: set `enforce_https` to true in `domain_endpoint_options`, and `tls_security_policy` to
`Policy-Min-TLS-1-2-PFS-2023-10`.
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
        fsbp="OpenSearch.8",
    ),
)
def os_https_tls12(domain: Resource) -> Findings:
    enforced = domain["domainEndpointOptions"]["enforceHttps"]
    policy = domain["domainEndpointOptions"]["tlsSecurityPolicy"]
    modern = policy.matches(r"Policy-Min-TLS-1-[23]-.*")
    return domain.require(enforced.is_true(), enforced) + domain.require(modern, policy)
