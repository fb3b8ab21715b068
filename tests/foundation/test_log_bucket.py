"""The log bucket takes logs of the state bucket, and of no other."""

from __future__ import annotations

from foundation.log_bucket import LogBucket
from tests.foundation.conftest import Place


def test_only_the_state_buckets_logs_come_in(place: Place) -> None:
    names = place.names()
    (allowed,) = [one for one in LogBucket(names, 30).statements() if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert allowed["Condition"] == {
        "ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{names.state_bucket}"},
        "StringEquals": {"aws:SourceAccount": "123456789012"},
    }
    assert allowed["Resource"] == f"arn:aws:s3:::{names.log_bucket}/state/*"


def test_logs_go_after_their_time(place: Place) -> None:
    assert LogBucket(place.names(), 30).lifecycle()["objects"] == 30
