"""The cluster writes all logs of its control plane.

Why: without the audit log nobody can tell who read a secret or started a pod, and with which right.
Fix: set `enabled_cluster_log_types` to `api`, `audit`, `authenticator`, `controllerManager` and `scheduler`.
"""

from policies.facts.clusters import CLUSTERS
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.standards import Controls


@rule(
    severity=Severity.MEDIUM,
    types=CLUSTERS,
    controls=Controls(
        fsbp="EKS.8",
        nsa="C-0067",
        cis_eks="2.1.1",
    ),
)
def eks_control_plane_logs(cluster: Resource) -> Findings:
    logs = cluster["enabledClusterLogTypes"]
    return cluster.require(logs.contains("api", "audit", "authenticator", "controllerManager", "scheduler"), logs)
