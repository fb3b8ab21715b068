"""A permission names whose call it is that a function answers.

Why: without it anyone may call the function; and a service calls it for anyone's bucket, topic or gateway.
Fix: name an account or role as `principal`; for a service, set `source_arn` or `source_account`, or
`principal_org_id`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import some

NARROWING = ("sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken")


@rule(
    severity=Severity.CRITICAL,
    types=("aws:lambda/permission:Permission",),
    controls=Controls(
        fsbp="Lambda.1",
        hipaa="164.308(a)(3)(i) 164.308(a)(4)(ii)(A) 164.308(a)(4)(ii)(C) 164.312(a)(1) 164.312(e)(1)",
        nist="AC-2(6) AC-3 AC-3(7) AC-4(21) AC-6 AC-17b AC-17(1) AC-17(4)(a) AC-17(9) AC-17(10) MP-2 SC-7a SC-7b "
        "SC-7c SC-7(2) SC-7(3) SC-7(7) SC-7(9)(a) SC-7(11) SC-7(12) SC-7(16) SC-7(20) SC-7(21) SC-7(24)(b) "
        "SC-7(25) SC-7(26) SC-7(27) SC-7(28) SC-25",
    ),
)
def lambda_not_public(permission: Resource) -> Findings:
    principal = permission["principal"]
    anyone = principal.equals("*") | principal.matches(r"[\w.-]+\.amazonaws\.com(\.cn)?")
    named = some(permission[key].is_set() & ~permission[key].equals("*") for key in NARROWING)
    return permission.forbid(anyone & ~named, principal)
