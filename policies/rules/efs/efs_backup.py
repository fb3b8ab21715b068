"""File systems are backed up every day.

Why: a notebook's `rm -r` in the wrong folder takes the team's work of a year, and nobody can bring it back.
Fix: add an `efs.BackupPolicy` with `status` `ENABLED`, or have a plan of AWS Backup select it.
"""

from policies.facts.backups import is_backed_up
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

POLICIES = ("aws:efs/backupPolicy:BackupPolicy",)


@rule(
    severity=Severity.MEDIUM,
    types=("aws:efs/fileSystem:FileSystem",),
    controls=Controls(
        fsbp="EFS.2",
        hipaa="164.308(a)(7)(i) 164.308(a)(7)(ii)(A) 164.308(a)(7)(ii)(B)",
        nist="CP-1(2) CP-2(5) CP-6a CP-6(1) CP-6(2) CP-9a CP-9b CP-9c CP-10 CP-10(2) SC-5(2) SI-13(5)",
    ),
)
def efs_backup(files: Resource) -> Findings:
    policies = files.stack.bound_to(files, POLICIES, by="fileSystemId")
    enabled = policies.some(lambda one: one["backupPolicy"]["status"].equals("ENABLED"))
    return files.require(enabled | is_backed_up(files), detail="neither a backup policy nor a plan is bound to it")
