"""In production, what serves has a priority class.

Why: when the cluster is full, pods without one wait behind every batch job of the same priority, and are evicted for
any of a higher one.
Fix: set `priority_class_name` of the pod to a class above that of batch jobs.
"""

from policies.facts.kubernetes import types
from policies.facts.pods import pods
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Profile, Severity, rule

SERVING = ("Deployment", "StatefulSet", "DaemonSet", "Rollout", "InferenceService", "LLMInferenceService", "RayService")


@rule(severity=Severity.LOW, types=types(*SERVING), profiles=(Profile.PROD,))
def k8s_priority_class(workload: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(workload):
        if pod.kind in SERVING or not pod.kind:
            named = pod.spec["priorityClassName"]
            findings += pod.require(named.is_set(), named)
    return findings
