"""No user has permissions of its own: they come from groups and roles.

Why: permissions of single users outlive the reason they were given for, and nobody sees them all in one place.
Fix: attach the policy to a role or a group, and let the user assume or join it.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth

_NAMED = {
    "aws:iam/policyAttachment:PolicyAttachment": "users",
    "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": "policyNames",
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
}
_OF_USERS = ("aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment")


@rule(
    severity=Severity.MEDIUM,
    types=(*_OF_USERS, *_NAMED),
    controls=Controls(
        cis_aws_3="1.15",
        cis_aws_4="1.15",
        fsbp="IAM.2",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
        nist="AC-2i.2 AC-2(1) AC-2(6) AC-3 AC-3(3)(a) AC-3(3)(b)(1) AC-3(3)(b)(2) AC-3(3)(b)(3) AC-3(3)(b)(4) "
        "AC-3(3)(b)(5) AC-3(3)(c) AC-3(3) AC-3(4)(a) AC-3(4)(b) AC-3(4)(c) AC-3(4)(d) AC-3(4)(e) AC-3(4) "
        "AC-3(7) AC-3(8) AC-3(12)(a) AC-3(13) AC-3(15)(a) AC-3(15)(b) AC-4(28) AC-6 AC-6(3) AC-24 CM-5(1)(a) "
        "CM-6a CM-9b MP-2 SC-23(3) SC-25",
    ),
)
def iam_no_user_policies(resource: Resource) -> Findings:
    if resource.type in _OF_USERS:
        return resource.require(Truth.FALSE)
    given = resource[_NAMED[resource.type]]
    return resource.forbid(given.is_set(), given)
