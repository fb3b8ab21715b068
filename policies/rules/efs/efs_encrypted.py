"""File systems are encrypted at rest.

Why: a file system cannot be encrypted later: what was written plain stays plain until it is copied.
Fix: set `encrypted` to true. The file system is made anew.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.HIGH,
    types=("aws:efs/fileSystem:FileSystem",),
    controls=Controls(
        cis_aws_3="2.4.1",
        cis_aws_4="2.3.1",
        fsbp="EFS.1",
        hipaa="164.312(a)(2)(iv) 164.312(e)(2)(ii)",
        gdpr="32",
        nist="AU-9(3) CP-9d SC-8(3) SC-8(4) SC-13a SC-28(1) SI-19(4)",
    ),
)
def efs_encrypted(files: Resource) -> Findings:
    setting = files["encrypted"]
    return files.require(setting.is_true(), setting)
