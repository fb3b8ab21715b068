"""Node groups with accelerators may be empty, but for those that serve.

Why: a node with eight GPUs that nobody uses over a weekend costs more than the training that it waits for.
Fix: set `min_size` of the group's `scaling_config` to 0: in our components, `nodes_min` of `strata:gpu.node_groups`. A
group that must answer at once is labelled so: a label's value has `serving` or `inference` in it.
"""

from policies.facts.accelerators import pools
from policies.facts.clusters import NODE_GROUPS
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth, some


@rule(
    severity=Severity.LOW,
    types=NODE_GROUPS,
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MEASURE 2.12",), iso_42001="A.4.5"),
)
def gpu_pool_scale_to_zero(resource: Resource) -> Findings:
    findings: Findings = []
    for pool in pools(resource):
        least = pool.root["scalingConfig"]["minSize"]
        findings += pool.require(~pool.accelerated | least.at_most(0) | _serves(pool.root["labels"]), least)
    return findings


def _serves(labels: Node) -> Truth:
    values = (value for one in labels.each() for _, value in one.items())
    return some(value.matches(".*(serving|inference).*") for value in values) | ~labels.is_known() & Truth.UNKNOWN
