"""Pods mount only kinds of volumes that reach nothing of the node or of the network by themselves.

Why: volumes such as `nfs`, `iscsi` or `flexVolume` are mounted by the node with its own rights, past storage classes,
quotas and encryption.
Fix: use a persistent volume claim, an ephemeral volume or a CSI driver for what must be mounted.
"""

from policies.facts.kubernetes import is_absent
from policies.facts.pod_security import VOLUMES
from policies.facts.pods import POD_CARRIERS, pods
from policies.finding import Findings
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls
from policies.truth import Truth


@rule(severity=Severity.MEDIUM, types=POD_CARRIERS, controls=Controls(pss_restricted=("Volume Types",)))
def k8s_volume_types(workload: Resource) -> Findings:
    findings: Findings = []
    for pod in pods(workload):
        for volume in pod.spec["volumes"].each():
            if volume.value is UNKNOWN:
                findings += pod.require(Truth.UNKNOWN, volume)
            # One that says nothing of its kind is an empty folder.
            for key, source in volume.items():
                if key not in ("name", *VOLUMES):
                    findings += pod.require(is_absent(source), source)
    return findings
