"""The custom kinds that releases bring."""

from __future__ import annotations

import pytest

from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.control_plane import ApiError
from sandbox.providers.kubernetes.helm import definitions
from sandbox.providers.kubernetes.helm.chart import kinds

WIDGETS = kinds("example.com", "v1 v2", "Widget")
ALL = (*WIDGETS, *kinds("example.com", "v1", "", cluster="Gadget"))


def test_kinds_are_served_in_every_version_and_belong_to_their_release(cluster: ApiServer) -> None:
    definitions.bring(cluster, ALL, "default", "one")
    found = [cluster.find_kind(f"example.com/{version}", "Widget") for version in ("v1", "v2", "v3")]
    assert [kind is not None and kind.namespaced for kind in found] == [True, True, False]
    gadget = cluster.find_kind("example.com/v1", "Gadget")
    assert gadget is not None
    assert not gadget.namespaced
    assert len(definitions.brought(cluster, "default", "one")) == 2
    assert definitions.brought(cluster, "default", "two") == []


def test_kinds_that_another_release_brought_are_left_to_it(cluster: ApiServer) -> None:
    definitions.bring(cluster, WIDGETS, "default", "one")
    definitions.bring(cluster, WIDGETS, "default", "two")
    definitions.take_back(cluster, "default", "two")
    assert len(cluster.list()) == 1


def test_kinds_that_are_brought_no_longer_go_unless_they_are_in_use(cluster: ApiServer) -> None:
    definitions.bring(cluster, ALL, "default", "one")
    gadget = {"apiVersion": "example.com/v1", "kind": "Gadget", "metadata": {"name": "g"}}
    cluster.create(gadget)
    with pytest.raises(ApiError, match=r"default/one: objects of its kinds are left.*Gadget g"):
        definitions.bring(cluster, WIDGETS, "default", "one")
    kind = cluster.find_kind("example.com/v1", "Gadget")
    assert kind is not None
    cluster.delete(kind, None, "g")
    definitions.bring(cluster, WIDGETS, "default", "one")
    assert [body["metadata"]["name"] for body in cluster.list()] == ["widgets.example.com"]
