"""In production an autoscaler keeps two replicas, has an upper bound, and scales something that there is.

Why: with one replica at quiet times a failure is an outage; without what it scales it does nothing, and says so only
in an event.
Fix: set `min_replicas` to 2 or more, `max_replicas` above it, and `scale_target_ref` to the workload's kind and name.
"""

from functools import partial

from policies.facts.kubernetes import objects, types
from policies.facts.namespaces import beside
from policies.facts.scaling import REPLICATED, scales
from policies.facts.selectors import has_release
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule


@rule(severity=Severity.MEDIUM, types=types("HorizontalPodAutoscaler"), profiles=(Profile.PROD,))
def k8s_hpa_bounds(resource: Resource) -> Findings:
    findings: Findings = []
    for autoscaler in objects(resource, "HorizontalPodAutoscaler"):
        spec = autoscaler["spec"]
        target, most = spec["scaleTargetRef"], spec["maxReplicas"]
        findings += autoscaler.require(spec["minReplicas"].at_least(2), spec["minReplicas"])
        findings += autoscaler.require(most.at_least(2), most)
        there = beside(autoscaler, *REPLICATED).some(partial(scales, autoscaler))
        seen = target["kind"].equals(*REPLICATED) & ~has_release(autoscaler)
        findings += autoscaler.require(target["name"].is_set() & (there | ~seen), target)
    return findings
