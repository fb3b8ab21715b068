"""No policy allows everything on everything.

Why: whoever gets hold of one credential of such an identity owns the account.
Fix: name the actions and the resources that are needed in the `Action` and `Resource` of each statement.
"""

from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=PERMISSIONS,
    controls=Controls(
        cis_aws_3="1.16",
        cis_aws_4="1.16",
        fsbp="IAM.1",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
        gdpr="25",
        nist="AC-2i.2 AC-2(1) AC-2(6) AC-3 AC-3(3)(a) AC-3(3)(b)(1) AC-3(3)(b)(2) AC-3(3)(b)(3) AC-3(3)(b)(4) "
        "AC-3(3)(b)(5) AC-3(3)(c) AC-3(3) AC-3(4)(a) AC-3(4)(b) AC-3(4)(c) AC-3(4)(d) AC-3(4)(e) AC-3(4) "
        "AC-3(7) AC-3(8) AC-3(12)(a) AC-3(13) AC-3(15)(a) AC-3(15)(b) AC-4(28) AC-5b AC-6 AC-6(2) AC-6(3) "
        "AC-6(10) AC-24 CM-5(1)(a) CM-6a CM-9b MP-2 SC-23(3) SC-25",
    ),
)
def iam_no_full_admin(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_everything() & one.is_for_any_resource())
