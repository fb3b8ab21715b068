"""Disks are encrypted.

Why: a disk, or a snapshot of it, can be attached elsewhere and read: with models, data and credentials on it.
Fix: set `encrypted` to true on the `Volume` and on every block device, the root device of an instance included; or
encrypt whatever is new with `ebs.EncryptionByDefault`.
"""

from policies.facts.machines import MACHINES, TEMPLATES, VOLUMES, disks, is_encrypted_by_default, templates
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.HIGH,
    types=(*VOLUMES, *MACHINES),
    controls=Controls(
        cis_aws_3="2.2.1",
        cis_aws_4="5.1.1",
        fsbp="EC2.3",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CM-6a CM-9b CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def ebs_encrypted(resource: Resource) -> Findings:
    default = is_encrypted_by_default(resource)
    if resource.type in VOLUMES:
        return resource.require(resource["encrypted"].is_true() | default, resource["encrypted"])
    findings = [
        found for disk in disks(resource) for found in resource.require(disk["encrypted"].is_true() | default, disk)
    ]
    root = resource["rootBlockDevice"]
    if resource.type not in TEMPLATES and root.value is None and not templates(resource):
        # What a template of another stack says is not known here.
        elsewhere = Truth.UNKNOWN & resource["launchTemplate"].is_set()
        findings += resource.require(default | elsewhere, root)
    return findings
