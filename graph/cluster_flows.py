"""Flows inside a cluster, where one resource finds another by its name: requests, and jobs in Kueue's queues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.model import Edge, Kind, Node
from graph.wiring import Wiring, at, texts


def cluster_flows(wiring: Wiring) -> Iterator[Edge]:
    """Requests from gateways to what answers them, jobs from queues to the nodes that they run on."""
    yield from _requests(wiring)
    yield from _jobs(wiring)


def _requests(wiring: Wiring) -> Iterator[Edge]:
    gateways = _named(wiring.kinds("gateway.networking.k8s.io", "Gateway"))
    services = _named(wiring.kinds("core", "Service"))
    # KServe makes a service of this name for each.
    services |= {
        (space, f"{name}-predictor"): node
        for (space, name), node in _named(wiring.kinds("serving.kserve.io", "InferenceService")).items()
    }
    for route in wiring.kinds("gateway.networking.k8s.io", "HTTPRoute"):
        spec, space = route.properties.get("spec"), _space(route)
        for name in texts(at(spec, "parentRefs"), "name"):
            yield from _edge(wiring, gateways.get((space, name)), route, "requests", route, "spec.parentRefs")
        for rule in at(spec, "rules") or ():
            for name in texts(at(rule, "backendRefs"), "name"):
                yield from _edge(wiring, route, services.get((space, name)), "requests", route, "spec.rules")
    for service in wiring.kinds("core", "Service"):
        selector = at(service.properties, "spec", "selector")
        for workload in wiring.kinds("apps", "Deployment"):
            labels = at(workload.properties, "spec", "template", "metadata", "labels")
            same_space = _space(service) == _space(workload)
            if same_space and isinstance(labels, dict) and selector and selector.items() <= labels.items():
                yield from _edge(wiring, service, workload, "requests", service, "spec.selector")


def _jobs(wiring: Wiring) -> Iterator[Edge]:
    group = "kueue.x-k8s.io"
    # Neither has a namespace.
    queues = {name: node for (_, name), node in _named(wiring.kinds(group, "ClusterQueue")).items()}
    flavors = {name: node for (_, name), node in _named(wiring.kinds(group, "ResourceFlavor")).items()}
    for local in wiring.kinds(group, "LocalQueue"):
        queue = queues.get(str(at(local.properties, "spec", "clusterQueue")))
        yield from _edge(wiring, local, queue, "jobs", local, "spec.clusterQueue")
    for queue in queues.values():
        groups = at(queue.properties, "spec", "resourceGroups")
        for one in groups if isinstance(groups, list) else ():
            for flavor in at(one, "flavors") or ():
                found = flavors.get(str(at(flavor, "name")))
                yield from _edge(wiring, queue, found, "jobs", queue, "spec.resourceGroups")
    for flavor in flavors.values():
        labels = at(flavor.properties, "spec", "nodeLabels")
        for pool in wiring.kinds("karpenter.sh", "NodePool"):
            given = at(pool.properties, "spec", "template", "metadata", "labels")
            if labels and isinstance(given, dict) and labels.items() <= given.items():
                yield from _edge(wiring, flavor, pool, "jobs", flavor, "spec.nodeLabels")


def _edge(
    wiring: Wiring, source: Node | None, target: Node | None, what: str, teller: Node, path: str
) -> Iterator[Edge]:
    if source is not None and target is not None:
        told = f"{wiring.called(teller)}: {path}"
        yield Edge(source=source.urn, target=target.urn, kind=Kind.FLOW, labels=(what,), derived=told)


def _named(nodes: Iterable[Node]) -> dict[tuple[str, str], Node]:
    """Kubernetes resources by namespace and name."""
    return {(_space(node), str(at(node.properties, "metadata", "name"))): node for node in nodes}


def _space(node: Node) -> str:
    return str(at(node.properties, "metadata", "namespace") or "")
