"""In a cluster resources find each other by name, and so do flows."""

from __future__ import annotations

from typing import Any

from graph import Node
from tests.graph.stacks import node, stack
from tests.graph.test_flows import flows

GATEWAYS, KUEUE = "kubernetes:gateway.networking.k8s.io/v1", "kubernetes:kueue.x-k8s.io/v1beta2"


def thing(name: str, type_: str, called: str, spec: Any, space: str | None = "space") -> Node:
    metadata = {"name": called} | ({"namespace": space} if space else {})
    return node(name, type_, properties={"metadata": metadata, "spec": spec})


def test_requests_go_through_the_gateway_to_what_answers_them() -> None:
    route = {"parentRefs": [{"name": "gate"}], "rules": [{"backendRefs": [{"name": "web"}, {"name": "m-predictor"}]}]}
    labels = {"app": "web", "more": "x"}
    graph = stack(
        thing("g", f"{GATEWAYS}:Gateway", "gate", {}),
        thing("far", f"{GATEWAYS}:Gateway", "gate", {}, "elsewhere"),
        thing("r", f"{GATEWAYS}:HTTPRoute", "r", route),
        thing("s", "kubernetes:core/v1:Service", "web", {"selector": {"app": "web"}}),
        thing("d", "kubernetes:apps/v1:Deployment", "d", {"template": {"metadata": {"labels": labels}}}),
        thing("other", "kubernetes:apps/v1:Deployment", "o", {"template": {"metadata": {"labels": {"app": "o"}}}}),
        thing("m", "kubernetes:serving.kserve.io/v1beta1:InferenceService", "m", {}),
    )
    assert flows(graph) == {
        ("g", "r", ("requests",), False),
        ("r", "s", ("requests",), False),
        ("r", "m", ("requests",), False),
        ("s", "d", ("requests",), False),
    }


def test_jobs_go_through_the_queues_to_the_nodes() -> None:
    pool = {"template": {"metadata": {"labels": {"pool": "gpu"}}}}
    graph = stack(
        thing("local", f"{KUEUE}:LocalQueue", "default", {"clusterQueue": "team"}),
        thing("queue", f"{KUEUE}:ClusterQueue", "team", {"resourceGroups": [{"flavors": [{"name": "gpu"}]}]}, None),
        thing("flavor", f"{KUEUE}:ResourceFlavor", "gpu", {"nodeLabels": {"pool": "gpu"}}, None),
        thing("pool", "kubernetes:karpenter.sh/v1:NodePool", "gpu", pool, None),
        thing("idle", f"{KUEUE}:ResourceFlavor", "cpu", {}, None),
    )
    assert flows(graph) == {
        ("local", "queue", ("jobs",), False),
        ("queue", "flavor", ("jobs",), False),
        ("flavor", "pool", ("jobs",), False),
    }


def test_what_is_not_known_yet_leads_nowhere() -> None:
    graph = stack(
        thing("local", f"{KUEUE}:LocalQueue", "[unknown]", {"clusterQueue": "[unknown]"}),
        thing("queue", f"{KUEUE}:ClusterQueue", "team", "[unknown]", None),
        thing("r", f"{GATEWAYS}:HTTPRoute", "r", {"parentRefs": "[unknown]", "rules": "[unknown]"}),
        node("bare", "kubernetes:core/v1:Service", properties={"metadata": "[unknown]"}),
    )
    assert flows(graph) == set()
