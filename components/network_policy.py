"""Network policies: which connections the pods of a closed namespace may make and take."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_kubernetes import networking

PRIVATE_RANGES = ("10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16")
"""Addresses that never leave a private network (RFC 1918 and RFC 6598): nodes, pods, endpoints, the API server."""

Peer = dict[str, Any]
"""One end of a connection, as a NetworkPolicy writes it."""


def pods(matching: Mapping[str, str], *, namespace: pulumi.Input[str]) -> Peer:
    """Pods with these labels in another namespace; every pod there if none are given."""
    inside = {"match_labels": {"kubernetes.io/metadata.name": namespace}}
    return {"namespace_selector": inside} | ({"pod_selector": {"match_labels": dict(matching)}} if matching else {})


def pods_of_namespaces(label: str) -> Peer:
    """Every pod of the namespaces that bear a label, whatever its value."""
    return {"namespace_selector": {"match_expressions": [{"key": label, "operator": "Exists"}]}}


def addresses(*blocks: pulumi.Input[str]) -> list[Peer]:
    """Addresses in CIDR notation."""
    return [{"ip_block": {"cidr": block}} for block in blocks]


@dataclass(frozen=True)
class Allowed:
    """Peers and the TCP ports they share with us; every port of every protocol if none is named."""

    peers: Sequence[Peer]
    ports: Sequence[int] = ()

    def rule(self, direction: str) -> dict[str, Any]:
        """As a NetworkPolicy writes it. Direction: `from_` or `to`."""
        ports = {"ports": [{"protocol": "TCP", "port": port} for port in self.ports]} if self.ports else {}
        return {direction: list(self.peers), **ports}


POD_IDENTITY = Allowed([{"ip_block": {"cidr": "169.254.170.23/32"}}], [80])
"""The agent on each node that hands out a pod's credentials
(https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html)."""

AWS_APIS = Allowed(
    [
        *addresses(*PRIVATE_RANGES),
        # S3's gateway endpoint keeps public addresses, and a service without an endpoint is reached through NAT.
        {"ip_block": {"cidr": "0.0.0.0/0", "except_": [*PRIVATE_RANGES, "169.254.0.0/16"]}},
    ],
    [443],
)
"""AWS's APIs, wherever they are: endpoints in the network, or public addresses."""


def closed(
    name: str, *, inside: pulumi.Input[str], labels: Mapping[str, str], opts: pulumi.ResourceOptions
) -> networking.v1.NetworkPolicy:
    """Forbid every connection of every pod in a namespace but the look-up of names; other policies open the rest."""
    return networking.v1.NetworkPolicy(
        name,
        metadata={"namespace": inside, "labels": dict(labels)},
        spec={"pod_selector": {}, "policy_types": ["Ingress", "Egress"], "egress": [_dns()]},
        opts=opts,
    )


def allow(
    name: str,
    *,
    inside: pulumi.Input[str],
    of: Mapping[str, str],
    ingress: Sequence[Allowed] = (),
    egress: Sequence[Allowed] = (),
    opts: pulumi.ResourceOptions,
) -> networking.v1.NetworkPolicy:
    """Open exactly these connections of the pods that bear the labels `of` (every pod if there are none)."""
    return networking.v1.NetworkPolicy(
        name,
        metadata={"namespace": inside, "labels": {"app.kubernetes.io/part-of": "strata", **of}},
        spec={
            "pod_selector": {"match_labels": dict(of)} if of else {},
            "policy_types": [kind for kind, rules in (("Ingress", ingress), ("Egress", egress)) if rules],
            **({"ingress": [allowed.rule("from_") for allowed in ingress]} if ingress else {}),
            **({"egress": [allowed.rule("to") for allowed in egress]} if egress else {}),
        },
        opts=opts,
    )


def _dns() -> dict[str, Any]:
    peer = pods({"k8s-app": "kube-dns"}, namespace="kube-system")
    return {"to": [peer], "ports": [{"protocol": protocol, "port": 53} for protocol in ("UDP", "TCP")]}
