"""By what names the account and the cluster know the resources that a stack's state lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from protocol.values import reveal

if TYPE_CHECKING:
    from engine.resource import ResourceState


def names(resources: Iterable[ResourceState]) -> set[str]:
    """ARNs, physical ids, and for what is in a cluster `<kind>/<namespace>/<name>`."""
    found: set[str] = set()
    for state in resources:
        if not state.custom or not state.id:
            continue
        if state.type.startswith("kubernetes:"):
            found.add(f"{state.type.rpartition(':')[2]}/{state.id}")
            continue
        found.add(state.id)
        arn = reveal(state.outputs.get("arn"))
        if isinstance(arn, str):
            found.add(arn.removesuffix(":*"))  # as the provider gives that of a log group
    return found


def endpoints(resources: Iterable[ResourceState]) -> set[str]:
    """Where the API servers of the recorded clusters answer."""
    found = (reveal(state.outputs.get("endpoint")) for state in resources if state.type == "aws:eks/cluster:Cluster")
    return {endpoint for endpoint in found if isinstance(endpoint, str)}
