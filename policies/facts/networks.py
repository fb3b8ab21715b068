"""Addresses and ports: who is meant by a CIDR block, and what a range lets through."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any, Final

from policies.node import Node
from policies.truth import Truth, every, some

_WIDEST: Final = {4: 7, 6: 3}
"""Up to which prefix a block is the world: some name both halves of the internet to get past a check for all of it."""
_COMMON_PORTS: Final = (
    *(20, 21, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 4333, 5000, 5432),
    *(5500, 5601, 8080, 8088, 8888, 9200, 9300),
)
"""Those of https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19, but for SSH and RDP."""
_PLATFORM_PORTS: Final = (2375, 2376, 2379, 6379, 6443, 8265, 9090, 9092, 10250, 10255, 11211, 27017, 27018, 50070)
"""Docker, etcd, Redis, Kubernetes, Ray, Prometheus, Kafka, Memcached, MongoDB, HDFS."""
HIGH_RISK_PORTS: Final = (*_COMMON_PORTS, *_PLATFORM_PORTS)
"""Where databases, caches, file shares and consoles listen."""
_ALL_PROTOCOLS: Final = frozenset({"-1", "all"})
_WITH_PORTS: Final = frozenset({"tcp", "udp", "6", "17"})


def is_world(cidr: Node) -> Truth:
    """Whether a CIDR block is the internet, or about all of it; not so a private one, however wide."""
    return cidr.satisfies(_is_world)


def lets_through(protocol: Node, first: Node, last: Node, ports: Iterable[int]) -> Truth:
    """Whether a protocol and a range of ports, both ends included, let one of these TCP or UDP ports through."""
    everything = protocol.satisfies(lambda value: str(value).lower() in _ALL_PROTOCOLS)
    ranged = protocol.satisfies(lambda value: str(value).lower() in _WITH_PORTS)
    return everything | ranged & some(every((first.at_most(port), last.at_least(port))) for port in ports)


def _is_world(value: Any) -> bool:
    try:
        network = ipaddress.ip_network(value, strict=False) if isinstance(value, str) else None
    except ValueError:
        return False
    return network is not None and network.prefixlen <= _WIDEST[network.version]
