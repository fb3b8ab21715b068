"""Probes and lifecycle hooks ask the container itself, no other host.

Why: the kubelet sends them, from the node's own network: with a host of one's choice it can be made to reach what no
pod may.
Fix: leave `host` out of `http_get` and `tcp_socket`.
"""

from policies.facts.pods import POD_CARRIERS, of_each_container
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls

PLACES = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)


@rule(
    severity=Severity.MEDIUM,
    types=POD_CARRIERS,
    controls=Controls(pss_baseline=("Host Probes / Lifecycle Hooks",)),
)
def k8s_no_probe_host(workload: Resource) -> Findings:
    findings: Findings = []
    for place in PLACES:
        for handler in ("httpGet", "tcpSocket"):
            findings += of_each_container(workload, lambda host: ~host.is_set(), *place, handler, "host")
    return findings
