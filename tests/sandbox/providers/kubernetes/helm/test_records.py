"""Helm's own records in the cluster."""

from __future__ import annotations

from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.helm import records

FIRST = records.Record("default", "kueue", 1, "kueue", "0.19.4", {"a": [1, {"b": None}]})


def test_a_record_is_read_as_it_was_written(cluster: ApiServer) -> None:
    records.write(cluster, FIRST)
    assert records.read(cluster, "default", "kueue") == FIRST
    assert records.read(cluster, "default", "keda") is None
    assert records.read(cluster, "kube-system", "kueue") is None


def test_only_the_current_revision_is_kept_and_forgotten(cluster: ApiServer) -> None:
    records.write(cluster, FIRST)
    second = records.Record("default", "kueue", 2, "kueue", "0.19.5", {})
    records.write(cluster, second)
    assert records.read(cluster, "default", "kueue") == second
    assert [body["metadata"]["name"] for body in cluster.list()] == ["sh.helm.release.v1.kueue.v2"]
    records.forget(cluster, "default", "kueue")
    assert cluster.list() == []
