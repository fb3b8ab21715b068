"""No policy of a secret lets everyone in, or switches off the check for that.

Why: whoever knows the secret's ARN reads the password of the database behind it.
Fix: name roles in `Principal`, and set `block_public_policy` to true on the `SecretPolicy`.
"""

from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.CRITICAL,
    types=("aws:secretsmanager/secret:Secret", "aws:secretsmanager/secretPolicy:SecretPolicy"),
)
def secret_policy_not_public(resource: Resource) -> Findings:
    block = resource["blockPublicPolicy"]
    return resource.forbid(block.is_false(), block) + forbid_statements(resource, resource["policy"], Statement.is_open)
