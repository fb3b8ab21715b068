"""What a box comes to."""

from __future__ import annotations

import pytest

from graph import Cost, Finding
from graph.model import ROOT
from graph.summary import label, short_type, summaries, usd
from tests.graph.stacks import component, node, small, stack, urn


def test_a_box_counts_all_that_stands_in_it_and_itself_if_it_is_a_resource() -> None:
    found = summaries(small())
    assert found[urn("lake-raw", "aws:s3/bucket:Bucket")].resources == 3
    assert found[urn("lake", "p:index:Part")].resources == 4
    assert found[ROOT].resources == 6
    assert found[urn("lake", "p:index:Part")].overlay() == "1 create · 1 replace · 1 update"
    assert found[urn("desk", "p:index:Part")].overlay() == "1 delete · ▲ 1"
    assert found[urn("keys", "p:index:Part")].overlay() == "$1\N{EN DASH}$3"


@pytest.mark.parametrize(
    ("costs", "told"),
    [
        ([None], ""),
        ([Cost(why="no price")], "$ ?"),
        ([Cost(low=2, high=2), Cost()], "$2 + ?"),
        ([Cost(low=0, high=0)], "$0"),
        ([Cost(low=0, high=0), Cost()], "$ ?"),
    ],
)
def test_a_price_that_is_not_known_is_never_taken_for_nothing(costs: list[Cost | None], told: str) -> None:
    graph = stack(*(node(f"n{number}", cost=cost) for number, cost in enumerate(costs)))
    assert summaries(graph)[ROOT].overlay() == told


def test_only_what_is_neither_waived_nor_undecided_is_a_violation() -> None:
    findings = tuple(
        Finding(rule="r", severity="low", outcome=outcome, title="t")
        for outcome in ("violated", "error", "waived", "unknown")
    )
    assert summaries(stack(node("a", findings=findings)))[ROOT].violations == 2


def test_labels_are_short() -> None:
    assert short_type("aws:s3/bucketPolicy:BucketPolicy") == "s3 · BucketPolicy"
    assert short_type("strata:index:Queues") == "Queues"
    assert short_type("odd") == "odd"
    assert (label("lake-raw", "lake"), label("lake", "lake"), label("lake-", "lake")) == ("raw", "lake", "lake-")
    assert (usd(1234.4), usd(9.5), usd(9), usd(0)) == ("$1,234", "$9.50", "$9", "$0")
    assert component("c").custom is False
