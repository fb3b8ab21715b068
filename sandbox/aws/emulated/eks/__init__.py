"""EKS: access entries and policies, add-ons, pod identities, versions, tags of all these, the cluster's newer fields.

Sources: the EKS API reference (fields, defaults, errors); botocore's service model (names and types).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult, EmptyResult
from moto.eks.models import eks_backends

from sandbox.aws.emulated.eks.access import Access
from sandbox.aws.emulated.eks.addons import Addons
from sandbox.aws.emulated.eks.backend import Eks
from sandbox.aws.emulated.eks.clusters import Clusters
from sandbox.aws.emulated.eks.nodegroups import NodeGroups


class EksResponse(Clusters, NodeGroups, Access, Addons):
    """Every operation of the emulated EKS; those not found here are moto's."""

    def tag_resource(self) -> ActionResult:
        self._eks.tags_of(self._extract_arn_from_path()).update(self._fields()["tags"])
        return EmptyResult()

    def untag_resource(self) -> ActionResult:
        tags = self._eks.tags_of(self._extract_arn_from_path())
        for key in self.normalized_request.args.getlist("tagKeys"):
            tags.pop(key, None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        return ActionResult({"tags": self._eks.tags_of(self._extract_arn_from_path())})


class RoutedEks(Eks):
    """The backend with one route: the operation is found by botocore's model, as for every operation of moto's EKS."""

    @property
    def url_paths(self) -> dict[str, Callable[..., Any]]:
        """moto's table of routes: a pattern and who answers."""
        return {"/(?P<path>.+)$": EksResponse.dispatch}


def install() -> None:
    """Put this EKS in the place of moto's."""
    eks_backends.backend = RoutedEks
