"""No policy allows every action of a service on every resource.

Why: `s3:*` is more than reading and writing: it changes policies and deletes buckets, and grows with each new action.
Fix: name the actions that are needed, or the resources that all actions are meant for.
"""

from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.facts.policy_document import Statement
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
    controls=Controls(
        fsbp="IAM.21",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
        nist="AC-3 AC-5b AC-6(2) AC-6(10) CM-5(1)(a)",
    ),
)
def iam_no_service_wildcard(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: _is_for_whole_services(one) & one.is_unscoped())


def _is_for_whole_services(statement: Statement) -> Truth:
    return statement.names_action(r"[\w-]+:\*+") | statement.node["NotAction"].is_set()
