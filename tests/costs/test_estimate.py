"""An estimate: exact sums, what is unknown beside them, and what holds of every sum."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs import HOURS_A_MONTH, Range, estimate, total
from costs.declared import Declaration
from costs.item import Item
from costs.services import ANSWERS
from tests.costs.listed import DAY, HERE, SOURCE, declared, priced

NAT = "aws:ec2/natGateway:NatGateway"
FIGURES = {"ec2/natgateway": (0.05, "hour"), "ec2/natgateway-data": (0.04, "GiB")}


def test_a_line_tells_what_it_is_made_of() -> None:
    gateway, data = priced(FIGURES, declared(NAT, "nat"), nat_gib="100..200").items
    assert gateway.usd == Range.exactly(0.05 * 730)
    assert data == Item(
        urn="urn:pulumi:dev::p::aws:ec2/natGateway:NatGateway::nat",
        what="data through it",
        region=HERE,
        usd=Range(4, 8),
        price="ec2/natgateway-data",
        quantity=Range(100, 200),
        unit="GiB",
        unit_usd=0.04,
        assumption="nat_gib",
        source=SOURCE,
        as_of=DAY,
    )


def test_sums_by_resource_and_in_all() -> None:
    found = priced(FIGURES, declared(NAT, "a"), declared(NAT, "b"), declared("aws:ec2/vpc:Vpc", "v"), nat_gib="0..100")
    each = Range(36.5, 40.5)
    assert [one.usd for one in found.by_urn.values()] == [each, each]
    assert found.total.usd == Range(73, 81)
    assert found.hourly.usd == Range(73, 73)
    assert found.of([found.items[0].urn]).usd == each
    assert found.rests_on() == {"nat_gib": "0..100 GiB a month through each NAT gateway"}
    assert list(found.free) == ["urn:pulumi:dev::p::aws:ec2/vpc:Vpc::v"]


def test_what_has_no_price_is_named_beside_the_sum_and_adds_nothing() -> None:
    found = priced({"ec2/natgateway": (0.05, "hour")}, declared(NAT, "nat"))
    assert found.total.usd == Range(36.5, 36.5)
    (unknown,) = found.total.unknown
    assert (unknown.what, unknown.usd) == ("data through it", None)
    assert unknown.why == f"no sourced price for ec2/natgateway-data in {HERE}"


def test_a_price_of_another_region_is_no_price() -> None:
    elsewhere = declared(NAT, region="eu-west-3")
    assert [item.usd for item in priced(FIGURES, elsewhere).items] == [None, None]
    assert all("eu-west-3" in item.why for item in priced(FIGURES, elsewhere).items)


def test_none_of_something_costs_nothing_whatever_its_price() -> None:
    _, data = priced({"ec2/natgateway": (0.05, "hour")}, declared(NAT), nat_gib="0").items
    assert data.usd == Range(0, 0)


def test_a_type_that_nobody_knows_is_unknown() -> None:
    (line,) = priced({}, declared("aws:quantum/ledger:Ledger")).items
    assert (line.usd, line.why) == (None, "nothing is known here of what this type costs")


def test_a_property_that_is_not_known_yet_makes_its_line_unknown() -> None:
    (line,) = priced({}, declared("aws:rds/instance:Instance", instanceClass=object())).items
    assert (line.usd, line.why) == (None, "instanceClass is not known yet")


AWKWARD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.builds(object),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    ["instanceType", "instanceTypes", "scalingConfig", "spec", "allocatedStorage", "multiAz", "subnetIds", "engine",
     "blockDeviceMappings", "metadata", "type", "size", "retentionInDays", "billingMode", "region"]
)  # fmt: skip


@given(st.sampled_from(sorted(ANSWERS)), st.dictionaries(NAMES, AWKWARD, max_size=6))
def test_whatever_the_properties_the_parts_add_up_and_nothing_unknown_counts(
    kind: str, properties: dict[str, Any]
) -> None:
    package, module, name = kind.split(":")
    found = estimate([declared(f"{package}:{module}/x:{name}", **properties), declared(NAT, "nat")], "us-east-1")
    known = [item.usd for item in found.items if item.usd is not None]
    assert found.total.usd.low == pytest.approx(sum(one.low for one in known))
    assert found.total.usd.high == pytest.approx(sum(one.high for one in known))
    assert len(found.total.unknown) == len(found.items) - len(known)
    assert all(item.why for item in found.total.unknown)
    assert all(item.source and item.as_of for item in found.items if item.usd is not None and item.usd.high > 0)
    by_resource = [found.by_urn[urn] for urn in found.by_urn]
    assert sum(one.usd.high for one in by_resource) == pytest.approx(found.total.usd.high)
    assert total(item for item in found.items if item.usd is None).usd == Range(0, 0)


@given(st.integers(0, 50), st.integers(0, 50))
def test_more_nodes_are_never_cheaper(one: int, other: int) -> None:
    def cost(nodes: int) -> Range:
        group = declared(
            "aws:eks/nodeGroup:NodeGroup", scalingConfig={"desiredSize": nodes}, instanceTypes=["m7i.large"]
        )
        return priced({"ec2/m7i.large": (0.1, "hour"), "ebs/gp3": (0.1, "GiB-month")}, group).total.usd

    fewer, more = sorted((one, other))
    assert cost(fewer).low <= cost(more).low
    assert cost(fewer).high <= cost(more).high


def test_the_resource_needs_nothing_but_its_properties() -> None:
    bare = Declaration(urn="urn:pulumi:d::p::aws:sqs/queue:Queue::q", type="aws:sqs/queue:Queue", properties={})
    assert estimate([bare], "us-east-1").total.usd.high == pytest.approx(0.4)
    assert HOURS_A_MONTH == 730
