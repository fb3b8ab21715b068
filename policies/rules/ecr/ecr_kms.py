"""Images are encrypted with KMS.

Why: with S3's own encryption nobody can see who reads the images, or withdraw a key.
Fix: set `encryption_configurations` with `encryption_type` `KMS` and `kms_key`. A repository cannot be changed to it:
it is made anew.
"""

from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=("aws:ecr/repository:Repository",))
def ecr_kms(repository: Resource) -> Findings:
    chosen = repository["encryptionConfigurations"]
    return repository.require(chosen["encryptionType"].equals("KMS", "KMS_DSSE"), chosen)
