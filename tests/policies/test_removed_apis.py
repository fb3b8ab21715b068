"""Every removed version of an API is one that the SDK still offers: nobody can declare any other."""

from __future__ import annotations

from policies.removed_apis import REMOVED
from tests.policies.test_kubernetes import offered


def test_the_sdk_offers_every_removed_version() -> None:
    assert {f"kubernetes:{version}:{kind}" for version, kind in REMOVED} <= offered()


def test_a_release_removed_it() -> None:
    assert REMOVED["batch/v1beta1", "CronJob"] == 25
    assert ("batch/v1", "CronJob") not in REMOVED
    assert all(16 <= minor <= 40 for minor in REMOVED.values())
