"""No identity has one of AWS's policies for administrators.

Why: `AdministratorAccess` and `IAMFullAccess` make whoever has one credential of the identity the account's owner.
Fix: attach a policy of your own with what is needed.
"""

from policies.facts.permissions import ATTACHMENTS, forbid_attached
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=ATTACHMENTS,
    controls=Controls(
        cis_aws_3="1.16",
        cis_aws_4="1.16",
        fsbp="IAM.1",
        gdpr="25",
    ),
)
def iam_no_admin_managed_policy(resource: Resource) -> Findings:
    return forbid_attached(resource, "AdministratorAccess", "IAMFullAccess")
