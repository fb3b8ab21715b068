"""Policies stand for themselves; none is written into a role, a user or a group.

Why: an inline policy is in no list of policies, has no versions, and cannot be shared or reviewed on its own.
Fix: make it an `iam.Policy` and attach that.
"""

from policies.facts.permissions import ROLE
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth

INLINE = ("aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy")


@rule(
    severity=Severity.LOW,
    types=(*INLINE, ROLE),
    profiles=(Profile.OPTIONAL,),
    controls=Controls(
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
        nist="AC-2i.2 AC-2(1) AC-2(6) AC-3 AC-3(3)(a) AC-3(3)(b)(1) AC-3(3)(b)(2) AC-3(3)(b)(3) AC-3(3)(b)(4) "
        "AC-3(3)(b)(5) AC-3(3)(c) AC-3(3) AC-3(4)(a) AC-3(4)(b) AC-3(4)(c) AC-3(4)(d) AC-3(4)(e) AC-3(4) "
        "AC-3(7) AC-3(8) AC-3(12)(a) AC-3(13) AC-3(15)(a) AC-3(15)(b) AC-4(28) AC-6 AC-6(3) AC-24 CM-5(1)(a) "
        "CM-6a CM-9b MP-2 SC-23(3)",
    ),
)
def iam_no_inline_policy(resource: Resource) -> Findings:
    if resource.type == ROLE:
        return resource.forbid(resource["inlinePolicies"].is_set(), resource["inlinePolicies"])
    return resource.require(Truth.FALSE)
