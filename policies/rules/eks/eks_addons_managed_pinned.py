"""The cluster's network, DNS and proxy are add-ons of EKS, each in a version that is written down.

Why: what EKS installs unasked is never patched, and what has no version changes under running jobs.
Fix: add an `eks.Addon` with an `addon_version` for `vpc-cni`, `coredns` and `kube-proxy`. Clusters in Auto Mode need
none; with a network of its own the cluster needs no `vpc-cni`.
"""

from policies.facts.clusters import ADDONS, CLUSTERS, has_network_of_its_own, runs_itself
from policies.finding import Findings
from policies.resource import Resource
from policies.rule import Severity, rule
from policies.truth import Truth


@rule(
    severity=Severity.MEDIUM,
    types=(*CLUSTERS, *ADDONS),
)
def eks_addons_managed_pinned(resource: Resource) -> Findings:
    if resource.type in ADDONS:
        return resource.require(resource["addonVersion"].is_set(), resource["addonVersion"])
    managed = {name: runs_itself(resource) | _has(resource, name) for name in ("coredns", "kube-proxy", "vpc-cni")}
    managed["vpc-cni"] |= has_network_of_its_own(resource.stack)
    return [found for name, holds in managed.items() for found in resource.require(holds, detail=f"no add-on {name}")]


def _has(cluster: Resource, name: str) -> Truth:
    return cluster.stack.bound_to(cluster, ADDONS, by="clusterName").some(lambda one: one["addonName"].equals(name))
