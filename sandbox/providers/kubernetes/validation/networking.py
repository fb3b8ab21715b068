"""Services, Ingresses and NetworkPolicies."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from typing import Any

from sandbox.problem import Problem
from sandbox.providers.kubernetes.control_plane import Object
from sandbox.providers.kubernetes.validation import metadata, names
from sandbox.providers.kubernetes.validation.fields import entries, mapping, one_of, texts, unique

_PROTOCOLS = ("TCP", "UDP", "SCTP")


def service(body: Object) -> Iterator[Problem]:
    """A Service."""
    spec = mapping(body, "spec")
    kinds = ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName")
    yield from one_of(spec.get("type"), kinds, "spec.type")
    yield from metadata.labels(spec.get("selector"), "spec.selector")
    headless = spec.get("clusterIP") == "None" or spec.get("type") == "ExternalName"
    if spec and not spec.get("ports") and not headless:
        yield Problem("spec.ports", "at least one port is required unless the Service is headless")
    if spec.get("type") == "ExternalName" and not spec.get("externalName"):
        yield Problem("spec.externalName", "is required with ExternalName")
    ports = list(entries(spec.get("ports"), "spec.ports"))
    for path, port in ports:
        yield from names.port_number(port.get("port"), f"{path}.port")
        yield from names.port(port.get("targetPort"), f"{path}.targetPort")
        yield from one_of(port.get("protocol"), _PROTOCOLS, f"{path}.protocol")
        yield from names.dns_label(port.get("name"), f"{path}.name")
        if len(ports) > 1 and not port.get("name"):
            yield Problem(f"{path}.name", "is required when a Service has several ports")
    yield from unique((f"{path}.name", port.get("name")) for path, port in ports)
    yield from unique(
        (f"{path}.port", f"{port['port']}/{port.get('protocol') or 'TCP'}")
        for path, port in ports
        if isinstance(port.get("port"), int)
    )


def ingress(body: Object) -> Iterator[Problem]:
    """An Ingress."""
    spec = mapping(body, "spec")
    if spec and not spec.get("rules") and not spec.get("defaultBackend"):
        yield Problem("spec", "either rules or a defaultBackend is required")
    for where, rule in entries(spec.get("rules"), "spec.rules"):
        host = rule.get("host")
        if isinstance(host, str):
            yield from names.dns_subdomain(host.removeprefix("*."), f"{where}.host")
        for path, route in entries(mapping(rule, "http").get("paths"), f"{where}.http.paths"):
            allowed = ("Exact", "Prefix", "ImplementationSpecific")
            yield from one_of(route.get("pathType"), allowed, f"{path}.pathType")
            target = route.get("path")
            if isinstance(target, str) and not target.startswith("/"):
                yield Problem(f"{path}.path", f"must start with '/', got {target!r}")


def network_policy(body: Object) -> Iterator[Problem]:
    """A NetworkPolicy."""
    spec = mapping(body, "spec")
    yield from metadata.selector(spec.get("podSelector"), "spec.podSelector")
    for path, direction in texts(spec.get("policyTypes"), "spec.policyTypes"):
        yield from one_of(direction, ("Ingress", "Egress"), path)
    for direction, side in (("ingress", "from"), ("egress", "to")):
        for path, rule in entries(spec.get(direction), f"spec.{direction}"):
            yield from _ports(rule, path)
            for place, peer in entries(rule.get(side), f"{path}.{side}"):
                yield from _peer(peer, place)


def _ports(rule: dict[str, Any], path: str) -> Iterator[Problem]:
    for place, port in entries(rule.get("ports"), f"{path}.ports"):
        yield from names.port(port.get("port"), f"{place}.port")
        yield from one_of(port.get("protocol"), _PROTOCOLS, f"{place}.protocol")
        end = port.get("endPort")
        if isinstance(end, int) and isinstance(port.get("port"), int) and end < port["port"]:
            yield Problem(f"{place}.endPort", f"must be at least the port {port['port']}, got {end}")


def _peer(peer: dict[str, Any], path: str) -> Iterator[Problem]:
    block = peer.get("ipBlock")
    if not peer:
        yield Problem(path, "must name a podSelector, a namespaceSelector or an ipBlock")
    if block is not None and len(peer) > 1:
        yield Problem(f"{path}.ipBlock", "not allowed beside a selector")
    for selector in ("podSelector", "namespaceSelector"):
        yield from metadata.selector(peer.get(selector), f"{path}.{selector}")
    ranges = [(f"{path}.ipBlock.cidr", mapping(block).get("cidr"))]
    for place, address_range in [*ranges, *texts(mapping(block).get("except"), f"{path}.ipBlock.except")]:
        if isinstance(address_range, str) and not _is_range(address_range):
            yield Problem(place, f"must be an address range such as 10.0.0.0/8, got {address_range!r}")


def _is_range(text: str) -> bool:
    try:
        ipaddress.ip_network(text)
    except ValueError:
        return False
    return "/" in text
