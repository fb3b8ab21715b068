"""People and machines come with roles: there are no IAM users and no access keys.

Why: an access key never expires, and leaks with the first notebook or repository that it was written into.
Fix: let people in by IAM Identity Center, pods by a `PodIdentityAssociation`, pipelines by OIDC.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth

LASTING = (
    "aws:iam/user:User",
    "aws:iam/accessKey:AccessKey",
    "aws:iam/userLoginProfile:UserLoginProfile",
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
)


@rule(
    severity=Severity.HIGH,
    types=LASTING,
)
def iam_no_users(resource: Resource) -> Findings:
    return resource.require(Truth.FALSE)
