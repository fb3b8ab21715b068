"""The address plan: every subnet inside its network, none over another, none ever moved."""

from __future__ import annotations

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from components.subnets import Tier, plan

BLOCKS = st.builds(
    lambda prefix, second: IPv4Network(f"10.{second}.0.0/{prefix}"), st.integers(16, 20), st.integers(0, 255)
)


def test_three_zones_of_a_large_network() -> None:
    planned = {(subnet.tier, subnet.zone): str(subnet.block) for subnet in plan(IPv4Network("10.0.0.0/16"), 3)}
    assert planned == {
        (Tier.PUBLIC, 0): "10.0.192.0/21",
        (Tier.PUBLIC, 1): "10.0.200.0/21",
        (Tier.PUBLIC, 2): "10.0.208.0/21",
        (Tier.PRIVATE, 0): "10.0.0.0/18",
        (Tier.PRIVATE, 1): "10.0.64.0/18",
        (Tier.PRIVATE, 2): "10.0.128.0/18",
        (Tier.DATA, 0): "10.0.224.0/21",
        (Tier.DATA, 1): "10.0.232.0/21",
        (Tier.DATA, 2): "10.0.240.0/21",
    }


@given(BLOCKS, st.integers(1, 3))
def test_subnets_lie_inside_and_apart(block: IPv4Network, zones: int) -> None:
    planned = [subnet.block for subnet in plan(block, zones)]
    assert len(planned) == 3 * zones
    assert all(subnet.subnet_of(block) for subnet in planned)
    assert not any(one.overlaps(other) for one, other in combinations(planned, 2))
    # EKS asks for six free addresses, a load balancer for eight; AWS keeps five of each subnet.
    assert all(subnet.num_addresses >= 16 for subnet in planned)


@given(BLOCKS)
def test_a_third_zone_moves_nothing(block: IPv4Network) -> None:
    assert set(plan(block, 2)) < set(plan(block, 3))
