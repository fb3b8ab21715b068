"""What an API server fills in."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from sandbox.providers.kubernetes import defaults


def filled(kind: str, **fields: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"kind": kind, "metadata": {"name": "one", "uid": "u"}, **fields}
    defaults.apply(body)
    return body


def pod(**container: Any) -> dict[str, Any]:
    return {"containers": [{"name": "c", "image": "i:1", **container}]}


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("example/server", "Always"),
        ("example/server:latest", "Always"),
        ("example/server:1", "IfNotPresent"),
        ("localhost:5000/server", "Always"),
        ("example/server@sha256:0123", "IfNotPresent"),
    ],
)
def test_images_without_a_version_are_always_pulled(image: str, policy: str) -> None:
    assert filled("Pod", spec=pod(image=image))["spec"]["containers"][0]["imagePullPolicy"] == policy


def test_what_is_given_stays() -> None:
    spec = {"replicas": 0, "strategy": {"type": "Recreate"}, "template": {"spec": pod(imagePullPolicy="Never")}}
    result = filled("Deployment", spec=spec)["spec"]
    assert result["replicas"] == 0
    assert result["strategy"] == {"type": "Recreate"}
    assert result["template"]["spec"]["containers"][0]["imagePullPolicy"] == "Never"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "Deployment", "spec": {"template": {"spec": pod(ports=[{"containerPort": 1}])}}},
        {"kind": "StatefulSet", "spec": {"template": {"spec": pod()}}},
        {"kind": "DaemonSet", "spec": {"template": {"spec": pod(livenessProbe={"httpGet": {"port": 1}})}}},
        {"kind": "Job", "spec": {"template": {"spec": pod()}}},
        {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": pod()}}}}},
        {"kind": "Service", "spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}},
        {"kind": "Namespace"},
        {"kind": "NetworkPolicy", "spec": {"egress": [{}]}},
        {"kind": "RoleBinding", "roleRef": {"kind": "Role", "name": "a"}},
    ],
    ids=lambda body: body["kind"],
)
def test_filling_in_twice_changes_nothing_more(body: dict[str, Any]) -> None:
    once = filled(**body)
    again = copy.deepcopy(once)
    defaults.apply(again)
    assert again == once


def test_an_external_name_gets_no_address() -> None:
    assert "clusterIP" not in filled("Service", spec={"type": "ExternalName", "externalName": "a.example.com"})["spec"]


def test_a_headless_service_stays_headless() -> None:
    assert filled("Service", spec={"clusterIP": "None"})["spec"]["clusterIPs"] == ["None"]


def test_kinds_without_defaults_stay_as_they_are() -> None:
    assert filled("ConfigMap", data={"a": "1"}) == {
        "kind": "ConfigMap",
        "metadata": {"name": "one", "uid": "u"},
        "data": {"a": "1"},
    }
