"""Storage classes of EBS encrypt their volumes, with a key of one's own.

Why: volumes hold data sets, checkpoints and models; a snapshot that is shared by mistake is readable by whoever has it.
Fix: set `parameters` `encrypted` to `"true"` and `kmsKeyId` to the key's ARN.
"""

from policies.facts.kubernetes import objects, types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule

EBS = ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs")


@rule(severity=Severity.HIGH, types=types("StorageClass"))
def k8s_pv_encrypted(resource: Resource) -> Findings:
    findings: Findings = []
    for storage in objects(resource, "StorageClass"):
        of_ebs = storage["provisioner"].equals(*EBS)
        encrypted, key = storage["parameters"]["encrypted"], storage["parameters"]["kmsKeyId"]
        findings += storage.require(~of_ebs | encrypted.is_true(), encrypted)
        findings += storage.require(~of_ebs | key.is_set(), key)
    return findings
