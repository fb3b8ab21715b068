"""No policy of a bucket refuses everyone, administrators included, to change that policy.

Why: only the account's root user can then free the bucket again.
Fix: leave `s3:PutBucketPolicy` and `s3:DeleteBucketPolicy` out of what is denied to `*`, or except a role by a
condition on `aws:PrincipalArn`.
"""

from policies.facts.families import BUCKET_POLICIES, BUCKETS
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=(*BUCKETS, *BUCKET_POLICIES),
)
def s3_policy_no_lockout(resource: Resource) -> Findings:
    return forbid_statements(resource, resource["policy"], _locks_out)


def _locks_out(statement: Statement) -> Truth:
    changes = statement.covers_action("s3:PutBucketPolicy") & statement.covers_action("s3:DeleteBucketPolicy")
    # A policy belongs to the bucket: it is not protected by what is said of the objects.
    of_bucket = statement.node["NotResource"].is_set() | statement.names_resource(r"[^/]*")
    unconditional = ~statement.node["Condition"].is_set()
    return ~statement.allows() & statement.is_for_all() & changes & of_bucket & unconditional
