"""Containers that run on and on are restarted when they hang.

Why: a process that hangs is still there, so nothing replaces it, and its share of the requests fails until somebody
notices.
Fix: set `liveness_probe` of the container to a request that it answers as long as it works.
"""

from policies.facts.kubernetes import types
from policies.facts.probes import RUNNING_ON, of_each_probe
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule


@rule(severity=Severity.MEDIUM, types=types(*RUNNING_ON))
def k8s_liveness_probe(workload: Resource) -> Findings:
    return of_each_probe(workload, "livenessProbe")
