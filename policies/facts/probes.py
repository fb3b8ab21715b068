"""Probes of containers that run on and on."""

from __future__ import annotations

from typing import Final

from policies.facts.pods import pods
from policies.finding import Findings
from policies.resource import Resource

RUNNING_ON: Final = ("Pod", "ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout")
"""Kinds whose containers are not meant to end."""


def of_each_probe(workload: Resource, probe: str) -> Findings:
    """What is wrong with the containers of a workload: each that runs on must have a probe, such as `livenessProbe`."""
    findings: Findings = []
    for pod in pods(workload):
        if pod.kind in RUNNING_ON or not pod.kind:
            ends = pod.spec["restartPolicy"].equals("Never", "OnFailure")
            for container in pod.containers("containers"):
                findings += pod.require(container[probe].is_set() | ends, container[probe])
    return findings
