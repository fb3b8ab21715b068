"""Containers that answer requests say when they can.

Why: without it a pod gets requests while it still loads its model, and each deployment drops some.
Fix: set `readiness_probe` of the container to a request that it answers as soon as it can serve.
"""

from policies.facts.kubernetes import types
from policies.facts.probes import RUNNING_ON, of_each_probe
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=types(*RUNNING_ON))
def k8s_readiness_probe(workload: Resource) -> Findings:
    return of_each_probe(workload, "readinessProbe")
