"""What runs in containers does not reach the machine's credentials.

Why: a limit of one hop keeps answers of the metadata service out of pods, which have roles of their own.
Fix: leave `http_put_response_hop_limit` out of `metadata_options`, or set it to 1.
"""

from policies.facts.machines import MACHINES
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(
    severity=Severity.MEDIUM,
    types=MACHINES,
)
def lt_imds_hop_limit(machine: Resource) -> Findings:
    limit = machine["metadataOptions"]["httpPutResponseHopLimit"]
    return machine.require(limit.equals(None) | limit.at_most(1), limit)
