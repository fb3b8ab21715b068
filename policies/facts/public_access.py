"""Public access blocks of accounts, buckets and access points."""

from __future__ import annotations

from typing import Final

from policies.finding import Findings
from policies.node import Node
from policies.resource import Resource
from policies.truth import Truth, every

_SWITCHES: Final = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def blocks_all(block: Node) -> Truth:
    """Whether all four switches are on."""
    return every(block[switch].is_true() for switch in _SWITCHES)


def require_all(resource: Resource, block: Node, *, default: bool) -> Findings:
    """What is wrong with a block: its switches that are off; `default` is what one means that is not given."""
    switches = [block[switch] for switch in _SWITCHES]
    return [found for one in switches for found in resource.require(one.is_true(default=default), one)]
