"""Disks are encrypted with a key of one's own.

Why: AWS's key cannot be withdrawn, restricted or shared: whoever may attach the disk may read it.
Fix: set `kms_key_id` on the `Volume` and on every block device, or an `ebs.DefaultKmsKey` for the account.
"""

from policies.facts.machines import EC2_INSTANCES, TEMPLATES, VOLUMES, disks
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import some


@rule(severity=Severity.LOW, types=(*VOLUMES, *TEMPLATES, *EC2_INSTANCES))
def ebs_cmk(resource: Resource) -> Findings:
    default = some(one["keyArn"].is_set() for one in resource.stack.of("aws:ebs/defaultKmsKey:DefaultKmsKey"))
    keys = [one["kmsKeyId"] for one in ([resource.root] if resource.type in VOLUMES else disks(resource))]
    return [
        finding
        for key in keys
        for finding in resource.require(key.is_set() & ~key.spells(r"(.*:)?alias/aws/ebs") | default, key)
    ]
