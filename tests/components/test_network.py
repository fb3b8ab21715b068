"""The network's children and their exact inputs."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from components.network import Network, NetworkArgs
from tests.components.conftest import BringUp
from tests.components.surroundings import REGION, key
from tests.harness import Result

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
DEFAULT_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"
TIERS = ("public", "private", "data")


@pytest.fixture(scope="module")
def network(up: BringUp) -> Result:
    return up(lambda opts: Network("network", NetworkArgs(), key=key("logs", opts), opts=opts))


def test_the_vpc(network: Result) -> None:
    inputs = network.inputs(VPC, "network")
    assert inputs["cidrBlock"] == "10.0.0.0/16"
    assert inputs["enableDnsSupport"] is True
    assert inputs["enableDnsHostnames"] is True
    assert inputs["tags"] == {"Name": "strata-test"}


def test_the_default_security_group_is_closed(network: Result) -> None:
    assert network.names(DEFAULT_GROUP) == {"network-default"}
    inputs = network.inputs(DEFAULT_GROUP, "network-default")
    assert inputs["vpcId"] == network.of(VPC, "network").id
    assert inputs["ingress"] == inputs["egress"] == []


def test_each_tier_has_a_subnet_in_each_zone(network: Result) -> None:
    assert network.names(SUBNET) == {f"network-{tier}-{zone}" for tier in TIERS for zone in range(3)}
    for tier in TIERS:
        zones = [network.inputs(SUBNET, f"network-{tier}-{zone}")["availabilityZone"] for zone in range(3)]
        assert zones == [f"{REGION}{letter}" for letter in "abc"]


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("zone", range(3))
def test_nothing_gets_a_public_address_by_itself(network: Result, tier: str, zone: int) -> None:
    assert network.inputs(SUBNET, f"network-{tier}-{zone}")["mapPublicIpOnLaunch"] is False


@pytest.mark.parametrize(
    ("tier", "tags"),
    [
        ("public", {"kubernetes.io/role/elb": "1"}),
        ("private", {"kubernetes.io/role/internal-elb": "1", "karpenter.sh/discovery": "strata-test"}),
        ("data", {}),
    ],
)
def test_load_balancers_find_their_subnets(network: Result, tier: str, tags: dict[str, str]) -> None:
    for zone in range(3):
        expected = {"Name": f"strata-test-{tier}-{zone}"} | tags
        assert network.inputs(SUBNET, f"network-{tier}-{zone}")["tags"] == expected


def test_outputs(network: Result) -> None:
    (component,) = [resource for resource in network.resources if resource.type == "strata:index:Network"]
    ids = {tier: [network.of(SUBNET, f"network-{tier}-{zone}").id for zone in range(3)] for tier in TIERS}
    assert component.outputs == {
        "vpc_id": network.of(VPC, "network").id,
        "cidr_block": "10.0.0.0/16",
        **{f"{tier}_subnet_ids": ids[tier] for tier in TIERS},
    }


def test_a_region_with_too_few_zones_says_so(up: BringUp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.network.ZONES_WITHOUT_EKS", ["euc1-az1", "euc1-az2"])
    with pytest.raises(AssertionError, match=f"strata:network.zones: {REGION} offers 1 availability zones"):
        up(lambda opts: Network("network", NetworkArgs(), key=key("logs", opts), opts=opts))


@pytest.mark.parametrize("block", ["10.0.0.0/15", "10.0.0.0/21", "8.8.0.0/16", "10.0.0.1/16", "10.0.0.0"])
def test_refuses_other_address_blocks(block: str) -> None:
    with pytest.raises(ValidationError, match="cidr_block"):
        NetworkArgs.model_validate({"cidr_block": block})


@pytest.mark.parametrize("weaker", [{"nat": "single"}, {"nat": "none"}, {"flow_log_retention_days": 180}])
def test_less_than_the_default_needs_a_reason(weaker: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="without a reason"):
        NetworkArgs.model_validate(weaker)
