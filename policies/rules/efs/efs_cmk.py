"""File systems are encrypted with a key of one's own.

Why: AWS's key opens for everyone who may mount the file system, and cannot be shared or withdrawn.
Fix: set `kms_key_id` to a customer-managed key. The file system is made anew.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:efs/fileSystem:FileSystem",))
def efs_cmk(files: Resource) -> Findings:
    key = files["kmsKeyId"]
    return files.require(is_own_key(files, key), key)
