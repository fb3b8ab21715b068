"""No policy of a bucket or an access point gives something to everyone.

Why: a principal of `*` is every AWS account and every anonymous visitor of the internet.
Fix: name the accounts or roles in `Principal`, or demand `aws:PrincipalOrgID`, `aws:SourceVpce` or the like.
"""

from policies.facts.families import BUCKET_POLICIES, BUCKETS
from policies.facts.policy_document import Statement, forbid_statements
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POINTS = (
    "aws:s3/accessPoint:AccessPoint",
    "aws:s3control/accessPointPolicy:AccessPointPolicy",
    "aws:s3control/bucketPolicy:BucketPolicy",
)


@rule(
    severity=Severity.CRITICAL,
    types=(*BUCKETS, *BUCKET_POLICIES, *POINTS),
    controls=Controls(
        hipaa="164.308(a)(3)(i) 164.308(a)(3)(ii)(A) 164.308(a)(3)(ii)(B) 164.308(a)(4)(i) 164.308(a)(4)(ii)(A) "
        "164.308(a)(4)(ii)(B) 164.308(a)(4)(ii)(C) 164.312(a)(1)",
    ),
)
def s3_policy_no_any_principal(resource: Resource) -> Findings:
    return forbid_statements(resource, resource["policy"], Statement.is_open)
