"""Nodes with accelerators go when nobody uses them, and do not live for ever.

Why: a node that is kept although it is empty is paid for as if it were in use; one that never expires never gets a
patched kernel or driver.
Fix: set `consolidateAfter` of the NodePool's `disruption` and `expireAfter` of its template to a time, not to `Never`:
in our components, `idle_minutes` and `lifetime_hours` of the pool.
"""

from policies.facts.accelerators import pools
from policies.facts.kubernetes import types
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.LOW,
    types=types("NodePool"),
    profiles=(Profile.ML,),
    controls=Controls(ai_rmf=("MEASURE 2.12",), iso_42001="A.4.5"),
)
def gpu_pool_idle_limit(resource: Resource) -> Findings:
    findings: Findings = []
    for pool in pools(resource):
        disruption = pool.root["disruption"]
        # The lifetime was among the settings for disruption before Karpenter 1.0.
        times = (
            disruption["consolidateAfter"],
            disruption["expireAfter"],
            pool.root.at("template", "spec", "expireAfter"),
        )
        for time in times:
            findings += pool.require(~pool.accelerated | ~time.equals("Never"), time)
    return findings
