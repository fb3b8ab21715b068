"""Backups and volumes of a file system bear its tags.

Why: what has no tags belongs to nobody: it is on no bill, in no plan, and no rule about sensitive data sees it.
Fix: set `copy_tags_to_backups` to true, and `copy_tags_to_volumes` where there are volumes.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import truth

LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
FLAGS = {
    LUSTRE: ("copyTagsToBackups",),
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem": ("copyTagsToBackups", "copyTagsToVolumes"),
    "aws:fsx/windowsFileSystem:WindowsFileSystem": ("copyTagsToBackups",),
}


@rule(
    severity=Severity.LOW,
    types=tuple(FLAGS),
    controls=Controls(
        fsbp="FSx.1",
    ),
)
def fsx_copy_tags(files: Resource) -> Findings:
    # Scratch file systems of Lustre have no backups.
    scratch = truth(files.type == LUSTRE) & ~files["deploymentType"].matches("PERSISTENT_.*")
    settings = [files[flag] for flag in FLAGS[files.type]]
    return [finding for one in settings for finding in files.require(scratch | one.is_true(), one)]
