"""Persistent file systems of Lustre are backed up every day.

Why: checkpoints of weeks of training are lost with one mistaken command.
Fix: set `automatic_backup_retention_days` to 1 or more, or have a plan of AWS Backup select it.
"""

from policies.facts.backups import is_backed_up
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:fsx/lustreFileSystem:LustreFileSystem",))
def fsx_lustre_backup(files: Resource) -> Findings:
    days = files["automaticBackupRetentionDays"]
    persistent = files["deploymentType"].matches("PERSISTENT_.*")
    return files.require(~persistent | days.at_least(1) | is_backed_up(files), days)
