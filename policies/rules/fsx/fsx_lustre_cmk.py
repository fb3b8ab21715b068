"""File systems of FSx are encrypted with a key of one's own.

Why: AWS's key opens for everyone who may use the file system, and cannot be shared or withdrawn.
Fix: set `kms_key_id` to a customer-managed key. Lustre's scratch file systems take none.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import truth

LUSTRE = "aws:fsx/lustreFileSystem:LustreFileSystem"
OTHERS = (
    "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
    "aws:fsx/ontapFileSystem:OntapFileSystem",
    "aws:fsx/windowsFileSystem:WindowsFileSystem",
)


@rule(severity=Severity.MEDIUM, types=(LUSTRE, *OTHERS))
def fsx_lustre_cmk(files: Resource) -> Findings:
    key = files["kmsKeyId"]
    scratch = truth(files.type == LUSTRE) & ~files["deploymentType"].matches("PERSISTENT_.*")
    return files.require(scratch | is_own_key(files, key), key)
