"""Nobody has full access to CloudShell.

Why: it uploads and downloads files past every control of the network: a way out for data that nobody watches.
Fix: attach a policy of your own without `cloudshell:GetFileUploadUrls` and `cloudshell:GetFileDownloadUrls`.
"""

from policies.facts.permissions import ATTACHMENTS, forbid_attached
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=ATTACHMENTS,
    controls=Controls(
        cis_aws_4="1.22",
    ),
)
def iam_no_cloudshell_full(resource: Resource) -> Findings:
    return forbid_attached(resource, "AWSCloudShellFullAccess")
