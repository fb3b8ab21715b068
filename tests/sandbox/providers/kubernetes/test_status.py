"""The status that controllers would report."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.providers.kubernetes import defaults, status

NOW = "2026-01-02T03:04:05Z"


def reported(kind: str, **fields: Any) -> dict[str, Any]:
    metadata = {"name": "one", "uid": "12345678-1234", "generation": 3}
    body: dict[str, Any] = {"kind": kind, "metadata": metadata, **fields}
    defaults.apply(body)
    status.report(body, NOW)
    return body


def test_a_suspended_job_is_not_complete() -> None:
    assert reported("Job", spec={"suspend": True})["status"]["conditions"][0]["type"] == "Suspended"
    assert reported("Job", spec={"completions": 3, "parallelism": 3})["status"]["succeeded"] == 3


def test_workloads_have_seen_their_latest_generation() -> None:
    for kind in ("Deployment", "StatefulSet", "DaemonSet"):
        assert reported(kind, spec={})["status"]["observedGeneration"] == 3


def test_a_claim_is_bound_to_a_volume() -> None:
    body = reported(
        "PersistentVolumeClaim", spec={"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}
    )
    assert body["status"] == {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "phase": "Bound"}
    assert body["spec"]["volumeName"] == "pvc-12345678-1234"


def test_load_balancers_and_ingresses_have_a_host() -> None:
    host = f"one-12345678.{status.LOAD_BALANCER_DOMAIN}"
    for body in (reported("Service", spec={"type": "LoadBalancer"}), reported("Ingress", spec={})):
        assert body["status"] == {"loadBalancer": {"ingress": [{"hostname": host}]}}
    assert reported("Service", spec={})["status"] == {"loadBalancer": {}}


def test_an_autoscaler_stands_at_its_minimum() -> None:
    assert reported("HorizontalPodAutoscaler", spec={"minReplicas": 2})["status"]["desiredReplicas"] == 2


def test_a_definition_is_established() -> None:
    spec = {
        "names": {"kind": "Widget", "plural": "widgets"},
        "versions": [{"name": "v1", "storage": True}, {"name": "v0"}],
    }
    found = reported("CustomResourceDefinition", spec=spec)["status"]
    assert found["storedVersions"] == ["v1"]
    assert [condition["type"] for condition in found["conditions"]] == ["NamesAccepted", "Established"]


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret", "Role"])
def test_kinds_without_a_status_get_none(kind: str) -> None:
    assert "status" not in reported(kind)
