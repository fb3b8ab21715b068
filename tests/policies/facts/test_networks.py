"""What counts as the world, and which ports a range lets through."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.networks import is_world, lets_through
from policies.node import UNKNOWN, Node
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "::/0", "0::0/0", "0.0.0.0/1", "128.0.0.0/1", "2000::/3", "1.2.3.4/0"])
def test_the_world_has_several_spellings(cidr: str) -> None:
    assert is_world(Node(cidr)) is T


@pytest.mark.parametrize("cidr", ["10.0.0.0/8", "fc00::/7", "192.0.2.1/32", "sg-1", "", None, 0, [], "0.0.0.0/33"])
def test_what_is_not_the_world(cidr: Any) -> None:
    assert is_world(Node(cidr)) is F


def test_an_unknown_block_may_be_the_world() -> None:
    assert is_world(Node(UNKNOWN)) is U


@pytest.mark.parametrize(
    ("protocol", "first", "last", "through"),
    [
        ("tcp", 22, 22, T),
        ("TCP", "20", "25", T),
        (6, 0, 65535, T),
        ("udp", 22, 22, T),
        ("-1", None, None, T),
        (-1, 0, 0, T),
        ("all", 443, 443, T),
        ("tcp", 23, 65535, F),
        ("tcp", 0, 21, F),
        ("icmp", -1, -1, F),
        ("icmp", 8, 255, F),
        (UNKNOWN, 22, 22, U),
        (UNKNOWN, 443, 443, U),
        ("tcp", UNKNOWN, 22, U),
        ("tcp", UNKNOWN, 21, F),
        ("-1", UNKNOWN, UNKNOWN, T),
    ],
)
def test_a_range_includes_both_ends_and_any_protocol_every_port(
    protocol: Any, first: Any, last: Any, through: Truth
) -> None:
    assert lets_through(Node(protocol), Node(first), Node(last), (22,)) is through
