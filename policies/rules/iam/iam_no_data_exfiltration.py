"""No policy allows reading every object, parameter or secret.

Why: a notebook that may read all buckets and all secrets is one pasted command away from leaking them all.
Fix: name the buckets, parameters and secrets in `Resource`.
"""

from policies.facts.iam_actions import READS
from policies.facts.permissions import PERMISSIONS, forbid_grants
from policies.facts.policy_document import Statement
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth

_ALL = r"arn:[^:]*:(s3:::\*(/\*)?|(ssm|secretsmanager|dynamodb):[^:]*:[^:]*:(\*|(parameter|table)/\*|secret:\*))"


@rule(
    severity=Severity.HIGH,
    types=PERMISSIONS,
)
def iam_no_data_exfiltration(resource: Resource) -> Findings:
    return forbid_grants(resource, lambda one: one.covers_action(*READS) & _is_for_all(one))


def _is_for_all(statement: Statement) -> Truth:
    return (statement.is_for_any_resource() | statement.names_resource(_ALL)) & ~statement.picks_resources()
