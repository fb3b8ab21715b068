"""EKS clusters and their nodes: what is known of them from the resources around them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

from policies.facts.machines import TEMPLATES
from policies.node import Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth, some

CLUSTERS: Final = ("aws:eks/cluster:Cluster",)
NODE_GROUPS: Final = ("aws:eks/nodeGroup:NodeGroup",)
ADDONS: Final = ("aws:eks/addon:Addon",)
ACCESS_ENTRIES: Final = ("aws:eks/accessEntry:AccessEntry",)
ACCESS_POLICIES: Final = ("aws:eks/accessPolicyAssociation:AccessPolicyAssociation",)
POD_IDENTITIES: Final = ("aws:eks/podIdentityAssociation:PodIdentityAssociation",)
LAUNCH_TEMPLATES: Final = TEMPLATES
_CHARTS: Final = ("kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v3:Chart")
_VERSIONS: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "data" / "eks_versions.yaml").read_text(encoding="utf-8")
)
SUPPORTED: Final = tuple(tuple(map(int, version.split("."))) for version in _VERSIONS["standard"])
"""Versions of Kubernetes in standard support, as of the data file's date."""


def is_supported(version: Node) -> Truth:
    """Whether a version of Kubernetes is in standard support, or newer than the list of those that are."""
    return version.satisfies(_is_supported)


def runs_itself(cluster: Resource) -> Truth:
    """Whether EKS runs nodes, network and volumes itself (Auto Mode)."""
    return cluster["computeConfig"]["enabled"].is_true()


def has_network_of_its_own(stack: Stack) -> Truth:
    """Whether the stack installs another network for pods than the VPC's."""
    names = r"(.*/)?(cilium|calico|tigera-operator|antrea)(-.*)?"
    charts = stack.of(*_CHARTS)
    return stack.remember("network of its own", lambda: some(chart["chart"].matches(names) for chart in charts))


def is_for_nodes(role: Resource) -> Truth:
    """Whether nodes have a role: of a node group, or of an access entry for nodes."""
    groups = role.stack.bound_to(role, NODE_GROUPS, by="nodeRoleArn").some()
    entries = role.stack.bound_to(role, ACCESS_ENTRIES, by="principalArn")
    return groups | entries.some(lambda one: one["type"].equals("EC2_LINUX", "EC2_WINDOWS", "EC2"))


def _is_supported(version: Any) -> bool:
    try:
        return tuple(map(int, str(version).split(".")[:2])) >= min(SUPPORTED)
    except ValueError:
        return False
