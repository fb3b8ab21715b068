"""The provider under the engine, with programs written with the Kubernetes SDK."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pulumi_kubernetes as k8s
import pytest

from engine import Operation
from sandbox.providers.kubernetes.api_server import ApiServer, connect_to
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.harness import Deployer
from tests.sandbox.providers.kubernetes.driver import kubeconfig


@pytest.fixture
def deploy(tmp_path: Path, store: Store) -> Deployer:
    return Deployer(folder=tmp_path, providers={"kubernetes": lambda: KubernetesProvider(connect_to(store))})


def platform(*, replicas: int = 1, setting: str = "1", weight: int = 1) -> Callable[[], None]:
    """A namespace with a workload, and a chart with an object of its kinds."""

    def program() -> None:
        provider = k8s.Provider("cluster", kubeconfig=pulumi.Output.secret(kubeconfig()))
        opts = pulumi.ResourceOptions(provider=provider)
        namespace = k8s.core.v1.Namespace("ml", opts=opts)
        metadata = {"namespace": namespace.metadata["name"]}
        k8s.core.v1.ConfigMap("settings", metadata=metadata, data={"a": setting}, opts=opts)
        k8s.core.v1.Secret("password", metadata=metadata, string_data={"p": pulumi.Output.secret("hunter2")}, opts=opts)
        labels = {"app": "server"}
        container = {"name": "c", "image": "example/server:1", "resources": {"limits": {"nvidia.com/gpu": "1"}}}
        server = k8s.apps.v1.Deployment(
            "server",
            metadata=metadata,
            spec={
                "replicas": replicas,
                "selector": {"match_labels": labels},
                "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            },
            opts=opts,
        )
        kueue = k8s.helm.v3.Release(
            "kueue",
            name="kueue",
            chart="oci://registry.k8s.io/kueue/charts/kueue",
            version="0.19.4",
            namespace=namespace.metadata["name"],
            values={"some_value": {"nested": True}},
            opts=opts,
        )
        k8s.apiextensions.CustomResource(
            "gpus",
            api_version="kueue.x-k8s.io/v1beta2",
            kind="ClusterQueue",
            spec={"fairSharing": {"weight": weight}},
            opts=pulumi.ResourceOptions(provider=provider, depends_on=[kueue]),
        )
        pulumi.export("server", server.metadata["name"])
        pulumi.export("available", server.status["available_replicas"])

    return program


def test_a_stack_lives_changes_and_ends(deploy: Deployer, cluster: ApiServer) -> None:
    first = deploy(platform())
    assert first.summary.changes["create"] == 8
    assert first.summary.outputs["available"] == 1
    assert first.summary.outputs["server"].startswith("server-")
    second = deploy(platform())
    assert second.steps("create", "update", "replace", "delete") == set()
    changed = deploy(platform(replicas=2, setting="2", weight=3))
    assert changed.steps("update") == {
        ("kubernetes:apps/v1:Deployment", "server"),
        ("kubernetes:kueue.x-k8s.io/v1beta2:ClusterQueue", "gpus"),
    }
    assert changed.steps("replace") == {("kubernetes:core/v1:ConfigMap", "settings")}
    deploy(None, operation=Operation.DESTROY)
    assert cluster.list() == []


def test_a_refresh_finds_what_was_deleted_and_changed_from_outside(deploy: Deployer, cluster: ApiServer) -> None:
    result = deploy(platform())
    settings = result.outputs("kubernetes:core/v1:ConfigMap", "settings")["metadata"]
    cluster.delete(BUILT_IN["v1", "ConfigMap"], settings["namespace"], settings["name"])
    [live] = [body for body in cluster.list() if body["kind"] == "Deployment"]
    cluster.apply({**live, "spec": {**live["spec"], "replicas": 7}}, {})
    refreshed = deploy(None, operation=Operation.REFRESH)
    assert refreshed.names("kubernetes:core/v1:ConfigMap") == set()
    assert refreshed.inputs("kubernetes:apps/v1:Deployment", "server")["spec"]["replicas"] == 7
    repaired = deploy(platform())
    assert repaired.steps("create") == {("kubernetes:core/v1:ConfigMap", "settings")}
    assert repaired.steps("update") == {("kubernetes:apps/v1:Deployment", "server")}


def test_no_secret_is_in_the_recorded_state(deploy: Deployer) -> None:
    deploy(platform())
    recorded = "".join(path.read_text() for path in (deploy.folder / "state").rglob("*.json"))
    assert "settings" in recorded
    for secret in ("hunter2", "aHVudGVyMg==", "credential"):
        assert secret not in recorded


def test_a_misspelt_nested_key_stops_the_preview_and_creates_nothing(deploy: Deployer, cluster: ApiServer) -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(provider=k8s.Provider("cluster", kubeconfig=kubeconfig()))
        spec: Any = {"ports": [{"port": 80, "target_prt": 8080}]}
        k8s.core.v1.Service("server", spec=spec, opts=opts)

    result = deploy(program, operation=Operation.PREVIEW, succeeds=False)
    assert "spec.ports[0].target_prt: unknown, did you mean 'targetPort'?" in "\n".join(result.summary.errors)
    assert cluster.list() == []


def test_a_custom_resource_that_does_not_wait_for_its_chart_fails_with_the_remedy(deploy: Deployer) -> None:
    def program() -> None:
        opts = pulumi.ResourceOptions(provider=k8s.Provider("cluster", kubeconfig=kubeconfig()))
        k8s.apiextensions.CustomResource(
            "gpus", api_version="kueue.x-k8s.io/v1beta2", kind="ClusterQueue", spec={}, opts=opts
        )

    assert deploy(program, operation=Operation.PREVIEW).summary.succeeded
    result = deploy(program, succeeds=False)
    assert "the chart kueue 0.19.4 brings it" in "\n".join(result.summary.errors)
