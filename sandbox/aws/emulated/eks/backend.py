"""The state of the emulated EKS: moto's clusters and node groups, and what moto does not keep below them."""

from __future__ import annotations

from typing import Any

from moto.eks.exceptions import ResourceNotFoundException
from moto.eks.models import EKSBackend

Fields = dict[str, Any]


class Eks(EKSBackend):
    """moto's EKS with what hangs below a cluster, each as the fields that a describe call returns."""

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.entries: dict[tuple[str, str], Fields] = {}
        self.policies: dict[tuple[str, str], dict[str, Fields]] = {}
        self.addons: dict[tuple[str, str], Fields] = {}
        self.identities: dict[tuple[str, str], Fields] = {}
        self.updates: dict[tuple[str, str], Fields] = {}

    def arn(self, kind: str, *parts: str) -> str:
        """An ARN of this account and region, e.g. `addon/<cluster>/<name>/<uuid>`."""
        return f"arn:{self.partition}:eks:{self.region_name}:{self.account_id}:{kind}/{'/'.join(parts)}"

    def forget(self, cluster: str) -> None:
        """Drop everything that belonged to a deleted cluster."""
        for kept in (self.entries, self.policies, self.addons, self.identities, self.updates):
            for key in [key for key in kept if key[0] == cluster]:
                del kept[key]

    def tags_of(self, arn: str) -> dict[str, str]:
        """The tags of anything with this ARN, to be read or changed in place."""
        bearers: dict[str, dict[str, str]] = {}
        for cluster in self.clusters.values():
            bearers |= {bearer.arn: bearer.tags for bearer in (cluster, *cluster.nodegroups.values())}
        bearers |= {entry["accessEntryArn"]: entry["tags"] for entry in self.entries.values()}
        bearers |= {addon["addonArn"]: addon["tags"] for addon in self.addons.values()}
        bearers |= {identity["associationArn"]: identity["tags"] for identity in self.identities.values()}
        if arn in bearers:
            return bearers[arn]
        raise ResourceNotFoundException(message=f"The specified resource could not be found: {arn}")
