"""Buckets: made in any region, and emptied of every version."""

from __future__ import annotations

import pytest

from foundation import bucket
from foundation.log_bucket import LogBucket
from tests.foundation.conftest import Place


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-3"])
def test_it_is_made_in_its_region(place: Place, region: str) -> None:
    made = LogBucket(place.names("prod", region), 30)
    list(made.apply())
    where = place.client("s3", region).get_bucket_location(Bucket=made.name)["LocationConstraint"]
    assert (where or "us-east-1") == region
    assert made.look() == []


def test_all_versions_go_however_many_there_are(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "_BATCH", 2)
    made = LogBucket(place.names(), 30)
    list(made.apply())
    for number in range(5):
        place.client("s3").put_object(Bucket=made.name, Key=f"k{number % 2}", Body=str(number))
    place.client("s3").delete_object(Bucket=made.name, Key="k0")
    made.delete()
    assert not made.exists()


def test_a_rule_that_is_narrowed_down_or_off_is_none(place: Place) -> None:
    made = LogBucket(place.names(), 30)
    list(made.apply())
    storage = place.client("s3")
    (rule,) = storage.get_bucket_lifecycle_configuration(Bucket=made.name)["Rules"]
    for change in ({"Filter": {"Prefix": "only/"}}, {"Status": "Disabled"}):
        storage.put_bucket_lifecycle_configuration(Bucket=made.name, LifecycleConfiguration={"Rules": [rule | change]})
        assert [one.aspect for one in made.look()] == ["lifecycle"]
