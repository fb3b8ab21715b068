"""Snapshots of disks and images of machines are public to nobody.

Why: a public snapshot is a copy of the disk for everyone, and is found by those who look for such.
Fix: name the account in `account_id`, keep `group` of a launch permission empty, and block public sharing with
`ebs.SnapshotBlockPublicAccess` of state `block-all-sharing`.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

SETTINGS = {
    "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": ("accountId", "all"),
    "aws:ec2/amiLaunchPermission:AmiLaunchPermission": ("group", "all"),
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": ("state", "unblocked"),
}


@rule(
    severity=Severity.CRITICAL,
    types=tuple(SETTINGS),
    controls=Controls(
        fsbp="EC2.1",
    ),
)
def ebs_snapshot_private(resource: Resource) -> Findings:
    name, public = SETTINGS[resource.type]
    return resource.forbid(resource[name].equals(public), resource[name])
