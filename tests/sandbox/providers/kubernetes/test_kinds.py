"""The kinds of every cluster."""

from __future__ import annotations

import pytest

from sandbox.providers.kubernetes.kinds import BUILT_IN, plural_of
from sandbox.sdk import resource_args


@pytest.mark.parametrize(
    ("kind", "plural"),
    [
        ("Endpoints", "endpoints"),
        ("Ingress", "ingresses"),
        ("NetworkPolicy", "networkpolicies"),
        ("Gateway", "gateways"),
        ("StorageClass", "storageclasses"),
        ("Pod", "pods"),
    ],
)
def test_plurals_are_built_as_kubernetes_does(kind: str, plural: str) -> None:
    assert plural_of(kind) == plural


@pytest.mark.parametrize(("api_version", "kind"), sorted(BUILT_IN))
def test_every_kind_is_one_the_sdk_has(api_version: str, kind: str) -> None:
    module = api_version if "/" in api_version else f"core/{api_version}"
    assert resource_args(f"kubernetes:{module}:{kind}")


def test_scopes() -> None:
    cluster_wide = {"Namespace", "ClusterRole", "StorageClass", "PriorityClass", "CustomResourceDefinition", "Node"}
    assert {kind.name for kind in BUILT_IN.values() if not kind.namespaced} >= cluster_wide
    assert BUILT_IN["v1", "Secret"].namespaced
