"""Disks that are made on their own are in a plan of AWS Backup.

Why: such a disk is there to outlive the machine; without a copy it does not outlive a mistake.
Fix: add a `backup.Selection` with the volume's ARN, or with a tag that it bears.
"""

from policies.facts.backups import is_backed_up
from policies.facts.machines import VOLUMES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=VOLUMES,
    profiles=(Profile.PROD,),
    controls=Controls(
        fsbp="EC2.28",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def ebs_in_backup_plan(volume: Resource) -> Findings:
    return volume.require(is_backed_up(volume), detail="no plan selects it")
