"""What is assumed is typed, closed and told."""

from __future__ import annotations

import pytest

from costs.assumptions import AssumptionError, Assumptions
from costs.range import Range


def test_a_setting_replaces_a_default() -> None:
    found = Assumptions.read({"s3_gib": 500, "nat_gib": "10..20"})
    assert found.s3_gib == Range(500, 500)
    assert found.of("nat_gib") == Range(10, 20)
    assert found.ecr_gib == Assumptions().ecr_gib


def test_all_mistakes_are_told_at_once_with_the_nearest_name() -> None:
    with pytest.raises(AssumptionError) as caught:
        Assumptions.read({"s3_gb": 1, "nat_gib": "much", "zebra": 1})
    first, second, third = str(caught.value).splitlines()
    assert first == "s3_gb: no such assumption; did you mean s3_gib?"
    assert second == "nat_gib: much: an amount, such as 500, or a range, such as 100..500"
    assert third.startswith("zebra: no such assumption; there are s3_gib, ")


def test_each_has_a_meaning_and_a_default_that_begins_with_no_use() -> None:
    assumed = Assumptions()
    for name, meaning in Assumptions.meanings().items():
        assert meaning
        assert assumed.of(name).low == 0 < assumed.of(name).high


def test_those_that_figures_rest_on_are_told() -> None:
    assert Assumptions.read({"s3_gib": 5}).told(["s3_gib", "s3_gib"]) == {"s3_gib": "5 GiB stored in each bucket"}
