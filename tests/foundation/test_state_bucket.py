"""The state bucket keeps what is current, and tells which stacks there are."""

from __future__ import annotations

import gzip

from foundation.bucket import KEPT
from tests.foundation.conftest import Place


def test_the_state_itself_never_expires(place: Place) -> None:
    list(place.foundation(repository=None, budget_usd=None, alert_emails=()).apply())
    bucket = place.names().state_bucket
    (rule,) = place.client("s3").get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert "Days" not in rule["Expiration"]
    assert rule["NoncurrentVersionExpiration"]["NoncurrentDays"] == 90
    assert KEPT == "kept"


def test_compressed_checkpoints_are_read_too(place: Place) -> None:
    foundation = place.foundation(repository=None, budget_usd=None, alert_emails=())
    list(foundation.apply())
    body = gzip.compress(b'{"checkpoint": {"latest": {"resources": [{}]}}}')
    place.client("s3").put_object(Bucket=place.names().state_bucket, Key=".pulumi/stacks/p/prod.json.gz", Body=body)
    assert foundation.stacks() == {"p/prod": 1}
