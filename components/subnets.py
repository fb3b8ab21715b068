"""How the network's address block is divided. The plan never moves: a third zone finds its addresses free."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Network

ZONES_MAX = 3


class Tier(StrEnum):
    """What a subnet is for."""

    PUBLIC = "public"
    """Load balancers and NAT gateways; a route to and from the internet."""
    PRIVATE = "private"
    """Nodes and pods; reach the internet through NAT, if at all."""
    DATA = "data"
    """Databases; no route to the internet."""


@dataclass(frozen=True)
class Plan:
    """One subnet."""

    tier: Tier
    zone: int
    """Index of the availability zone."""
    block: IPv4Network


def plan(block: IPv4Network, zones: int) -> Iterator[Plan]:
    """The subnets of a network, tier by tier.

    Three quarters of the block are for the private tier, where each pod has an address of its own; the public and the
    data tier share the last quarter in eighths.
    """
    *quarters, last = block.subnets(prefixlen_diff=2)
    eighths = list(last.subnets(prefixlen_diff=3))
    blocks = {Tier.PUBLIC: eighths[:ZONES_MAX], Tier.PRIVATE: quarters, Tier.DATA: eighths[4 : 4 + ZONES_MAX]}
    for tier, tier_blocks in blocks.items():
        for zone in range(zones):
            yield Plan(tier, zone, tier_blocks[zone])
