"""Access points block public access with all four switches on.

Why: an access point has a policy of its own: one that is open opens the bucket behind it.
Fix: leave `public_access_block_configuration` out, which blocks everything, or set none of its arguments to false.
"""

from policies.facts.public_access import require_all
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.CRITICAL,
    types=("aws:s3/accessPoint:AccessPoint",),
    controls=Controls(
        fsbp="S3.19",
    ),
)
def s3_access_point_pab(point: Resource) -> Findings:
    return require_all(point, point["publicAccessBlockConfiguration"], default=True)
