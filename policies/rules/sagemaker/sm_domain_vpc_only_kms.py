"""A Studio domain goes out through one's own network alone, and encrypts with a key of one's own.

Why: every app of every user sends what it reads anywhere on the internet; and their home folders open with AWS's key.
Fix: set `app_network_access_type` to `VpcOnly`, and `kms_key_id`.
"""

from policies.facts.customer_keys import is_own_key
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.HIGH, types=("aws:sagemaker/domain:Domain",))
def sm_domain_vpc_only_kms(domain: Resource) -> Findings:
    access, key = domain["appNetworkAccessType"], domain["kmsKeyId"]
    return domain.require(access.equals("VpcOnly"), access) + domain.require(is_own_key(domain, key), key)
