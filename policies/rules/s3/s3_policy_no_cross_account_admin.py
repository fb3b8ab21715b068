"""No policy of a bucket lets another account change who may reach it, or how it is encrypted.

Why: whoever takes over the other account can then give themselves, or the world, everything in the bucket.
Fix: leave `s3:PutBucketPolicy`, `s3:DeleteBucketPolicy`, `s3:PutBucketAcl`, `s3:PutObjectAcl` and
`s3:PutEncryptionConfiguration` out of what other accounts may do; name the actions that they need instead of `s3:*`.
"""

from policies.facts.accounts import is_foreign
from policies.facts.families import BUCKET_POLICIES, BUCKETS
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.stack import Stack
from policies.standards import Controls
from policies.truth import Truth, some

ADMINISTRATION = (
    "s3:DeleteBucketPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "s3:PutEncryptionConfiguration",
    "s3:PutObjectAcl",
)


@rule(
    severity=Severity.HIGH,
    types=(*BUCKETS, *BUCKET_POLICIES),
    controls=Controls(
        fsbp="S3.6",
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
    ),
)
def s3_policy_no_cross_account_admin(resource: Resource) -> Findings:
    stack = resource.stack
    return forbid_statements(
        resource,
        resource["policy"],
        lambda one: one.allows() & one.covers_action(*ADMINISTRATION) & _is_for_others(stack, one),
    )


def _is_for_others(stack: Stack, statement: Statement) -> Truth:
    named = some(is_foreign(stack, one) for kind, one in statement.principals() if kind in ("*", "AWS"))
    return named | statement.node["NotPrincipal"].is_set()
