"""Nodes with accelerators are tainted, so that only what needs them lands there.

Why: one web server or log shipper with an ordinary pod keeps a node alive that costs a hundred times as much as its
own, and takes the place of the training run that waits for it.
Fix: give the `NodeGroup` or the NodePool's template a taint of effect `NO_SCHEDULE` (`NoSchedule`), for instance with
the key `nvidia.com/gpu`. The pools of our `Gpu` component have it.
"""

from policies.facts.accelerators import POOLS, pools
from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=POOLS,
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MANAGE 2.1",), iso_42001="A.4.5"),
)
def gpu_pool_tainted(resource: Resource) -> Findings:
    findings: Findings = []
    for pool in pools(resource):
        taints = pool.root["taints"] if pool.group else pool.root.at("template", "spec", "taints")
        findings += pool.require(~pool.accelerated | taints.some(_keeps_others_away), taints)
    return findings


def _keeps_others_away(taint: Node) -> Truth:
    return taint["effect"].equals("NO_SCHEDULE", "NO_EXECUTE", "NoSchedule", "NoExecute")
