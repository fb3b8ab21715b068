"""The zones' rules for their objects."""

from __future__ import annotations

from components.zones import INFERENCE_DAYS_MIN, RETENTION, Zone


def test_every_zone_has_a_rule() -> None:
    assert set(RETENTION) == set(Zone)


def test_what_cannot_be_made_again_never_expires() -> None:
    kept = {zone for zone, retention in RETENTION.items() if retention.expire_days is None}
    assert kept == {Zone.RAW, Zone.CURATED, Zone.FEATURES, Zone.ARTIFACTS}


def test_answers_of_endpoints_are_kept_six_months_at_least() -> None:
    assert INFERENCE_DAYS_MIN == 183
    assert RETENTION[Zone.INFERENCE].expire_days == 400


def test_evidence_is_kept_six_years_at_least() -> None:
    assert RETENTION[Zone.AUDIT].expire_days == 7 * 365 + 2
