"""Web ACLs log what they let through and what they refuse.

Why: nobody can tell an attack from a rule that turns customers away, or prove either.
Fix: add a `WebAclLoggingConfiguration` for the web ACL.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

CONFIGURATIONS = ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",)


@rule(
    severity=Severity.MEDIUM,
    types=("aws:wafv2/webAcl:WebAcl",),
    controls=Controls(
        fsbp="WAF.11",
        hipaa="164.312(b)",
        nist="AC-4(26) AU-2b AU-3a AU-3b AU-3c AU-3d AU-3e AU-3f AU-6(3) AU-6(4) AU-6(6) AU-6(9) AU-8b AU-10 "
        "AU-12a AU-12c AU-12(1) AU-12(2) AU-12(3) AU-12(4) AU-14a AU-14b AU-14(3) CA-7b CM-5(1)(b) IA-3(3)(b) "
        "MA-4(1)(a) PM-14a.1 PM-14b PM-31 SC-7(9)(b) SI-4(17) SI-7(8)",
    ),
)
def waf_logging(acl: Resource) -> Findings:
    bound = acl.stack.bound_to(acl, CONFIGURATIONS, by="resourceArn")
    logged = bound.some(lambda one: one["logDestinationConfigs"].is_set())
    return acl.require(logged, detail="no logging configuration is bound to it")
