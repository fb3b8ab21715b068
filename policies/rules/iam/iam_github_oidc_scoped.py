"""Roles for GitHub Actions name the repository that may take them.

Why: every workflow of every repository in the world has a token of GitHub's; only the claims in it tell them apart.
Fix: demand `token.actions.githubusercontent.com:sub` = `repo:<owner>/<repository>:ref:refs/heads/main`, or at least
with the owner and the repository spelled out.
"""

from policies.facts.permissions import ROLE
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth, some

_CLAIM = "token.actions.githubusercontent.com:"


@rule(
    severity=Severity.CRITICAL,
    types=(ROLE,),
)
def iam_github_oidc_scoped(role: Resource) -> Findings:
    return forbid_statements(
        role, role["assumeRolePolicy"], lambda one: one.allows() & _is_github(one) & ~_is_scoped(one)
    )


def _is_github(statement: Statement) -> Truth:
    issuer = r".*oidc-provider/token\.actions\.githubusercontent\.com.*"
    return some(one.matches(issuer) for kind, one in statement.principals() if kind in ("*", "Federated"))


def _is_scoped(statement: Statement) -> Truth:
    by_subject = statement.holds_to(f"{_CLAIM}sub", r"repo:[^/:*?]+/[^/:*?]+:.+")
    by_name = statement.holds_to(f"{_CLAIM}repository", r"[^/:*?]+/[^/:*?]+")
    return by_subject | by_name | statement.holds_to(f"{_CLAIM}repository_id", r"\d+")
