"""Releases whose installer was killed are found and cleared; the others are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.helm import records, stuck
from sandbox.providers.kubernetes.helm.stuck import Stuck


def record(cluster: ApiServer, status: str, revision: int, *, name: str = "kueue", **fields: Any) -> None:
    """A record as Helm writes it before it begins."""
    labels = {"name": name, "owner": "helm", "status": status, "version": str(revision)}
    metadata = {"name": f"sh.helm.release.v1.{name}.v{revision}", "namespace": "default", "labels": labels}
    body = {"apiVersion": "v1", "kind": "Secret", "type": records.TYPE, "metadata": metadata, "data": {}}
    cluster.create(body | fields)


@pytest.mark.parametrize("status", ["pending-install", "pending-upgrade", "pending-rollback"])
def test_a_release_that_waits_for_a_killed_operation_is_stuck(cluster: ApiServer, status: str) -> None:
    record(cluster, status, 1)
    assert stuck.find(cluster) == [Stuck("default", "kueue", status, 1, 0)]


@pytest.mark.parametrize("status", ["deployed", "failed", "superseded", "uninstalling", ""])
def test_others_are_not(cluster: ApiServer, status: str) -> None:
    record(cluster, status, 1)
    assert stuck.find(cluster) == []


def test_a_secret_of_another_type_is_no_release(cluster: ApiServer) -> None:
    record(cluster, "pending-install", 1, type="Opaque")
    assert stuck.find(cluster) == []


def test_clearing_an_upgrade_leaves_what_was_deployed(cluster: ApiServer) -> None:
    records.write(cluster, records.Record("default", "kueue", 1, "kueue", "0.19.4", {}))
    record(cluster, "pending-upgrade", 2)
    record(cluster, "pending-install", 1, name="keda")
    keda, kueue = stuck.find(cluster)
    assert (keda.name, kueue) == ("keda", Stuck("default", "kueue", "pending-upgrade", 2, 1))
    stuck.clear(cluster, kueue)
    assert stuck.find(cluster) == [keda]
    found = records.read(cluster, "default", "kueue")
    assert found is not None
    assert found.revision == 1
