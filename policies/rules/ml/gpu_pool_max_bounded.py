"""Pools of nodes with accelerators have a limit.

Why: a pool without one grows as far as the account's quota lets it, for every job that somebody submits by mistake, and
is noticed with the bill.
Fix: set `limits` of the NodePool's `spec`, for the accelerators (`nvidia.com/gpu`) or for `cpu`: in our components,
`gpus_max` of the pool. A `NodeGroup` always has a `max_size`.
"""

from policies.facts.accelerators import ACCELERATORS, pools
from policies.facts.kubernetes import types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls
from policies.truth import some


@rule(
    severity=Severity.MEDIUM,
    types=types("NodePool"),
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MANAGE 2.1",), iso_42001="A.4.5"),
)
def gpu_pool_max_bounded(resource: Resource) -> Findings:
    findings: Findings = []
    for pool in pools(resource):
        limits = pool.root["limits"]
        bounded = some(limits[one].is_set() for one in (*ACCELERATORS, "cpu", "memory", "nodes"))
        findings += pool.require(~pool.accelerated | bounded, limits)
    return findings
