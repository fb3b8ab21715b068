"""Multi-Region Access Points block public access with all four switches on.

Why: such an access point answers from the whole internet for all its buckets, and its block can never be changed.
Fix: leave `public_access_block` out of `details`, which blocks everything, or set none of its arguments to false.
"""

from policies.facts.public_access import require_all
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",),
    controls=Controls(
        fsbp="S3.24",
    ),
)
def s3_mrap_pab(point: Resource) -> Findings:
    return require_all(point, point["details"]["publicAccessBlock"], default=True)
