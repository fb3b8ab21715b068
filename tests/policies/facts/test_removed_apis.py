"""Which versions of APIs were removed, and when; that they are types of the SDK is tested with the rule's types."""

from __future__ import annotations

from policies.facts.removed_apis import REMOVED


def test_a_release_removed_it() -> None:
    assert REMOVED["batch/v1beta1", "CronJob"] == 25
    assert REMOVED["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema"] == 32
    assert ("batch/v1", "CronJob") not in REMOVED
    assert all(16 <= minor <= 40 for minor in REMOVED.values())
