"""Roles for service accounts of EKS name the namespace and the service account, and the audience.

Why: without `:sub`, or with a wildcard in it, every pod of the cluster can take the role; without `:aud` a token that
was made for something else will do.
Fix: demand `<issuer>:sub` = `system:serviceaccount:<namespace>:<name>` and `<issuer>:aud` = `sts.amazonaws.com` by
`StringEquals`; or use a `PodIdentityAssociation`, which needs neither.
"""

from policies.facts.permissions import ROLE
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some

_ISSUER = r".*oidc-provider/oidc\.eks\..*"


@rule(
    severity=Severity.HIGH,
    types=(ROLE,),
    controls=Controls(
        cis_eks="5.2.1",
    ),
)
def iam_irsa_trust_scoped(role: Resource) -> Findings:
    return forbid_statements(
        role, role["assumeRolePolicy"], lambda one: one.allows() & _is_irsa(one) & ~_is_scoped(one)
    )


def _is_irsa(statement: Statement) -> Truth:
    return some(one.matches(_ISSUER) for kind, one in statement.principals() if kind in ("*", "Federated"))


def _is_scoped(statement: Statement) -> Truth:
    one_account = statement.holds_to("*:sub", r"system:serviceaccount:[^:*?]+:[^:*?]+")
    return one_account & statement.holds_to("*:aud", r"sts\.amazonaws\.com")
