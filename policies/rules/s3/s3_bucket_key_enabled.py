"""Buckets that encrypt with KMS use a bucket key.

Why: without one every object read or written is a paid KMS request, and large jobs run into the limit of requests.
Fix: set `bucket_key_enabled` to true in the rule of the `BucketServerSideEncryptionConfiguration`.
"""

from policies.facts.families import BUCKET_ENCRYPTIONS, BUCKETS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.LOW,
    types=(*BUCKETS, *BUCKET_ENCRYPTIONS),
)
def s3_bucket_key_enabled(resource: Resource) -> Findings:
    inline = resource.type in BUCKETS
    encryptions = resource["serverSideEncryptionConfiguration"]["rule"] if inline else resource["rules"]
    findings = []
    for encryption in encryptions.each():
        # Two-layer encryption, aws:kms:dsse, knows no bucket keys.
        by_kms = encryption["applyServerSideEncryptionByDefault"]["sseAlgorithm"].equals("aws:kms")
        enabled = encryption["bucketKeyEnabled"]
        findings += resource.require(~by_kms | enabled.is_true(), enabled)
    return findings
