"""Kubernetes objects through the provider's verbs: names, defaults, replacement, drift, secrets, refusals."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Secret, contains_secret, encode
from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.kinds import BUILT_IN
from tests.sandbox.providers.kubernetes.driver import Driver, Recorded, urn

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
NAMESPACE = "kubernetes:core/v1:Namespace"
SECRET = "kubernetes:core/v1:Secret"
SERVICE = "kubernetes:core/v1:Service"
LABELS = {"app": "server"}


def workload(**spec: Any) -> dict[str, Any]:
    """The spec of a Deployment, with more or other fields."""
    template = {"metadata": {"labels": LABELS}, "spec": {"containers": [{"name": "c", "image": "example/server:1"}]}}
    return {"spec": {"selector": {"matchLabels": LABELS}, "template": template, **spec}}


def test_a_name_is_made_of_the_logical_name_and_eight_hex_digits(driver: Driver) -> None:
    recorded = driver.create(CONFIG_MAP, {"data": {"a": "1"}}, name="settings")
    assert re.fullmatch(r"settings-[0-9a-f]{8}", recorded.inputs["metadata"]["name"])
    assert recorded.inputs["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    assert recorded.id == f"default/{recorded.inputs['metadata']['name']}"


def test_a_made_name_follows_from_the_seed_and_stays_until_a_replacement(driver: Driver) -> None:
    first, _ = driver.check(CONFIG_MAP, {}, seed=b"one")
    assert driver.check(CONFIG_MAP, {}, seed=b"one")[0] == first
    assert driver.check(CONFIG_MAP, {}, seed=b"two", olds=first)[0] == first
    assert driver.check(CONFIG_MAP, {}, seed=b"two")[0] != first


def test_a_given_name_is_kept_as_it_is(driver: Driver) -> None:
    inputs, failures = driver.check(CONFIG_MAP, {"metadata": {"name": "fixed"}})
    assert failures == []
    assert inputs["metadata"] == {"name": "fixed", "namespace": "default"}


def test_objects_go_to_the_providers_namespace_unless_they_name_one(store: Any) -> None:
    driver = Driver(store, namespace="kube-system")
    assert driver.check(CONFIG_MAP, {})[0]["metadata"]["namespace"] == "kube-system"
    assert driver.check(CONFIG_MAP, {"metadata": {"namespace": "default"}})[0]["metadata"]["namespace"] == "default"
    assert "namespace" not in driver.check(NAMESPACE, {})[0]["metadata"]


def test_outputs_are_the_live_object(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(DEPLOYMENT, workload(replicas=3))
    live = cluster.list()[0]
    assert {name: value for name, value in recorded.outputs.items() if not name.startswith("__")} == live
    assert live["metadata"]["generation"] == 1
    assert live["status"]["availableReplicas"] == 3
    assert live["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"},
    }


@pytest.mark.parametrize(
    ("token", "inputs", "path", "value"),
    [
        (NAMESPACE, {}, ("status", "phase"), "Active"),
        (SERVICE, {"spec": {"ports": [{"port": 80}]}}, ("spec", "ports", 0, "targetPort"), 80),
        (
            "kubernetes:core/v1:PersistentVolumeClaim",
            {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
            ("status", "phase"),
            "Bound",
        ),
        (
            "kubernetes:batch/v1:Job",
            {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i:1"}]}}}},
            ("status", "conditions", 0, "type"),
            "Complete",
        ),
        ("kubernetes:apps/v1:StatefulSet", workload(replicas=2, serviceName="s"), ("status", "readyReplicas"), 2),
        ("kubernetes:apps/v1:DaemonSet", workload(), ("status", "numberReady"), 0),
        (
            "kubernetes:core/v1:ResourceQuota",
            {"spec": {"hard": {"requests.nvidia.com/gpu": 8}}},
            ("status", "used"),
            {"requests.nvidia.com/gpu": "0"},
        ),
    ],
)
def test_objects_are_ready_at_once(driver: Driver, token: str, inputs: Any, path: Any, value: Any) -> None:
    found: Any = driver.create(token, inputs).outputs
    for step in path:
        found = found[step]
    assert found == value


def test_a_load_balancer_gets_a_host_that_resolves_nowhere(driver: Driver) -> None:
    outputs = driver.create(SERVICE, {"spec": {"type": "LoadBalancer", "ports": [{"port": 80}]}}).outputs
    assert outputs["status"]["loadBalancer"]["ingress"][0]["hostname"].endswith(".elb.sandbox.invalid")
    assert re.fullmatch(r"172\.20\.\d+\.\d+", outputs["spec"]["clusterIP"])


def test_the_same_inputs_again_are_no_change(driver: Driver) -> None:
    recorded = driver.create(DEPLOYMENT, workload(replicas=1))
    _, response = driver.diff(recorded, workload(replicas=1))
    assert response.changes == pb.DiffResponse.DIFF_NONE


def test_an_update_keeps_what_others_set_and_takes_back_what_is_no_longer_asked_for(
    driver: Driver, cluster: ApiServer
) -> None:
    news = {"metadata": {"name": "server", "labels": {"team": "ml", "tier": "web"}}, **workload(replicas=1)}
    recorded = driver.create(DEPLOYMENT, news)
    live = cluster.list()[0]
    cluster.apply({**live, "metadata": {**live["metadata"], "labels": {**live["metadata"]["labels"], "x": "y"}}}, {})
    changed = {"metadata": {"name": "server", "labels": {"team": "ml"}}, **workload(replicas=2)}
    assert driver.kinds(recorded, changed) == {"metadata.labels.tier": "DELETE", "spec.replicas": "UPDATE"}
    updated = driver.update(recorded, changed)
    assert updated.outputs["metadata"]["labels"] == {"team": "ml", "x": "y"}
    assert updated.outputs["metadata"]["uid"] == recorded.outputs["metadata"]["uid"]
    assert updated.outputs["metadata"]["generation"] == 2
    assert updated.outputs["status"]["availableReplicas"] == 2


REPLACEMENTS: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, str]]] = [
    (CONFIG_MAP, {"data": {"a.b": "1"}}, {"data": {"a.b": "2"}}, {'data["a.b"]': "UPDATE_REPLACE"}),
    (
        SECRET,
        {"stringData": Secret({"a": "1"})},
        {"stringData": Secret({"a": "1", "b": "2"})},
        {"data.b": "ADD_REPLACE"},
    ),
    (
        DEPLOYMENT,
        workload(),
        workload(
            selector={"matchLabels": {"app": "server", "v": "2"}},
            template={
                "metadata": {"labels": {"app": "server", "v": "2"}},
                "spec": {"containers": [{"name": "c", "image": "example/server:1"}]},
            },
        ),
        {"spec.selector.matchLabels.v": "ADD_REPLACE", "spec.template.metadata.labels.v": "ADD"},
    ),
    (
        "kubernetes:batch/v1:Job",
        {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i:1"}]}}}},
        {"spec": {"template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "c", "image": "i:2"}]}}}},
        {"spec.template.spec.containers[0].image": "UPDATE_REPLACE"},
    ),
    (
        "kubernetes:core/v1:PersistentVolumeClaim",
        {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}},
        {"spec": {"accessModes": ["ReadWriteMany"], "resources": {"requests": {"storage": "2Gi"}}}},
        {"spec.accessModes[0]": "UPDATE_REPLACE", "spec.resources.requests.storage": "UPDATE"},
    ),
    (
        "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
        {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "a"}},
        {"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "b"}},
        {"roleRef.name": "UPDATE_REPLACE"},
    ),
    (
        "kubernetes:apps/v1:StatefulSet",
        workload(serviceName="a", replicas=1),
        workload(serviceName="b", replicas=2),
        {"spec.serviceName": "UPDATE_REPLACE", "spec.replicas": "UPDATE"},
    ),
    (
        "kubernetes:storage.k8s.io/v1:StorageClass",
        {"provisioner": "ebs.csi.aws.com", "parameters": {"type": "gp3"}},
        {"provisioner": "ebs.csi.aws.com", "parameters": {"type": "io2"}, "allowVolumeExpansion": True},
        {"parameters.type": "UPDATE_REPLACE", "allowVolumeExpansion": "ADD"},
    ),
    (
        SERVICE,
        {"spec": {"ports": [{"port": 80}]}},
        {"spec": {"ports": [{"port": 81}], "clusterIP": "None"}},
        {"spec.clusterIP": "ADD_REPLACE", "spec.ports[0].port": "UPDATE"},
    ),
]


@pytest.mark.parametrize(("token", "before", "after", "kinds"), REPLACEMENTS, ids=[row[0] for row in REPLACEMENTS])
def test_fields_that_cannot_change_in_place_take_a_replacement(
    driver: Driver, token: str, before: Any, after: Any, kinds: dict[str, str]
) -> None:
    recorded = driver.create(token, before)
    assert driver.kinds(recorded, after) == kinds
    _, response = driver.diff(recorded, after)
    assert list(response.replaces) == [path for path, kind in kinds.items() if kind.endswith("_REPLACE")]
    assert not response.deleteBeforeReplace


def test_a_fixed_name_is_deleted_before_it_is_created_again(driver: Driver) -> None:
    recorded = driver.create(CONFIG_MAP, {"metadata": {"name": "fixed"}, "data": {"a": "1"}})
    _, response = driver.diff(recorded, {"metadata": {"name": "fixed"}, "data": {"a": "2"}})
    assert list(response.replaces) == ["data.a"]
    assert response.deleteBeforeReplace


@pytest.mark.parametrize("field", ["name", "namespace"])
def test_another_name_or_namespace_is_another_object(driver: Driver, field: str) -> None:
    metadata = {"name": "one", "namespace": "default"}
    recorded = driver.create(CONFIG_MAP, {"metadata": metadata})
    changed = {"metadata": {**metadata, field: "kube-system"}}
    assert driver.kinds(recorded, changed) == {f"metadata.{field}": "UPDATE_REPLACE"}
    assert not driver.diff(recorded, changed)[1].deleteBeforeReplace


def test_mutable_config_maps_change_in_place_when_the_provider_says_so(store: Any) -> None:
    driver = Driver(store, enableConfigMapMutable="true")
    recorded = driver.create(CONFIG_MAP, {"data": {"a": "1"}})
    assert driver.kinds(recorded, {"data": {"a": "2"}}) == {"data.a": "UPDATE"}
    assert driver.kinds(recorded, {"data": {"a": "2"}, "immutable": True})["data.a"] == "UPDATE_REPLACE"


def test_a_secrets_strings_are_stored_in_base64_and_stay_secret(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(SECRET, {"stringData": Secret({"password": "hunter2"})})
    expected = Secret({"password": base64.b64encode(b"hunter2").decode()})
    assert recorded.inputs["data"] == recorded.outputs["data"] == expected
    assert "stringData" not in recorded.inputs
    assert cluster.list()[0]["type"] == "Opaque"
    read = driver.read(recorded)
    assert read is not None
    assert read.inputs["data"] == read.outputs["data"] == expected


def test_a_secret_anywhere_in_the_inputs_is_secret_at_the_same_place_in_the_outputs(driver: Driver) -> None:
    environment = [{"name": "TOKEN", "value": Secret("hunter2")}]
    template = {
        "metadata": {"labels": LABELS},
        "spec": {"containers": [{"name": "c", "image": "i:1", "env": environment}]},
    }
    recorded = driver.create(DEPLOYMENT, workload(template=template))
    container = recorded.outputs["spec"]["template"]["spec"]["containers"][0]
    assert container["env"] == environment
    assert not contains_secret(container["image"])
    assert "hunter2" not in repr(recorded)


def test_a_secrets_data_is_secret_even_if_it_was_not_given_as_one(driver: Driver) -> None:
    assert isinstance(driver.create(SECRET, {"data": {"a": "aHVudGVyMg=="}}).outputs["data"], Secret)


def test_no_message_holds_a_secret(driver: Driver) -> None:
    with pytest.raises(ProviderError) as refused:
        driver.create(SERVICE, {"metadata": {"labels": {"a": Secret("hunter2 !")}}, "spec": {"ports": [{"port": 80}]}})
    assert str(refused.value).endswith("got '[secret]'")
    assert "hunter2" not in str(refused.value)


def test_a_refresh_sees_drift_and_the_next_diff_takes_it_back(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(DEPLOYMENT, workload(replicas=2))
    live = cluster.list()[0]
    cluster.apply({**live, "spec": {**live["spec"], "replicas": 5}}, {})
    read = driver.read(recorded)
    assert read is not None
    assert read.inputs["spec"]["replicas"] == 5
    assert read.outputs["status"]["availableReplicas"] == 5
    assert driver.kinds(read, workload(replicas=2)) == {"spec.replicas": "UPDATE"}
    assert driver.update(read, workload(replicas=2)).outputs["spec"]["replicas"] == 2


def test_a_refresh_without_drift_changes_no_inputs(driver: Driver) -> None:
    recorded = driver.create(DEPLOYMENT, workload(replicas=2))
    assert driver.read(recorded) == recorded


def test_a_refresh_sees_that_an_object_is_gone(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(CONFIG_MAP, {"metadata": {"name": "one"}})
    cluster.delete(BUILT_IN["v1", "ConfigMap"], "default", "one")
    assert driver.read(recorded) is None
    driver.delete(recorded)
    with pytest.raises(ProviderError, match="deleted from outside"):
        driver.update(recorded, {"metadata": {"name": "one", "labels": {"a": "b"}}})


def test_an_import_reads_all_that_the_server_did_not_add(driver: Driver) -> None:
    recorded = driver.create(CONFIG_MAP, {"metadata": {"name": "one"}, "data": {"a": "1"}})
    read = driver.read(Recorded(CONFIG_MAP, "imported", recorded.id, {}, {}))
    assert read is not None
    assert read.inputs == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "one", "namespace": "default"},
        "data": {"a": "1"},
    }


def test_a_preview_creates_nothing_and_leaves_what_it_cannot_know_out(driver: Driver, cluster: ApiServer) -> None:
    inputs, failures = driver.check(SERVICE, {"metadata": {"namespace": UNKNOWN}, "spec": {"ports": UNKNOWN}})
    assert failures == []
    request = pb.CreateRequest(urn=urn(SERVICE, "one"), properties=encode(inputs), preview=True)
    response = driver.provider.Create(request)
    assert response.id == ""
    assert cluster.list() == []


def test_what_is_not_known_cannot_be_applied(driver: Driver, cluster: ApiServer) -> None:
    with pytest.raises(ProviderError, match="one of its values is not known"):
        driver.create(CONFIG_MAP, {"data": {"a": UNKNOWN}})
    assert cluster.list() == []


def test_a_missing_namespace_is_an_error(driver: Driver) -> None:
    with pytest.raises(ProviderError, match='namespaces "ml" not found'):
        driver.create(CONFIG_MAP, {"metadata": {"namespace": "ml"}})


def test_a_name_can_be_used_once(driver: Driver) -> None:
    driver.create(CONFIG_MAP, {"metadata": {"name": "one"}})
    with pytest.raises(ProviderError, match='configmaps "one" already exists'):
        driver.create(CONFIG_MAP, {"metadata": {"name": "one"}}, name="two")


def test_mistakes_stop_at_check(driver: Driver) -> None:
    news = {"spec": {"ports": [{"port": 0, "protocl": "TCP"}]}}
    assert driver.check(SERVICE, news)[1] == ["spec.ports[0].protocl: unknown, did you mean 'protocol'?"]
    news = {"metadata": {"name": "Server"}, "spec": {"ports": [{"port": 0}]}}
    assert driver.check(SERVICE, news)[1] == [
        "metadata.name: must be a DNS label that starts with a letter (at most 63 of a-z, 0-9 and '-'), got 'Server'",
        "spec.ports[0].port: must be a port from 1 to 65535, got 0",
    ]


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("kubernetes:apps/v1:DeploymentPatch", "DeploymentPatch; manage the whole object instead"),
        ("kubernetes:core/v1:ConfigMapList", "ConfigMapList; declare each object instead"),
        ("kubernetes:helm.sh/v4:Chart", "kubernetes:helm.sh/v4:Chart; use helm.v3.Release"),
        ("kubernetes:yaml/v2:ConfigGroup", "kubernetes:yaml/v2:ConfigGroup; declare its objects as resources"),
        ("kubernetes:yaml:ConfigFile", "kubernetes:yaml:ConfigFile; declare its objects as resources"),
        ("kubernetes:kustomize/v2:Directory", "kubernetes:kustomize/v2:Directory; declare its objects as resources"),
    ],
)
def test_what_is_not_supported_says_so_by_name(driver: Driver, token: str, reason: str) -> None:
    with pytest.raises(ProviderError) as refused:
        driver.check(token, {})
    assert str(refused.value) == f"{urn(token, 'one')}: the sandbox does not support {reason}"


def test_functions_are_refused_by_name(driver: Driver) -> None:
    with pytest.raises(ProviderError, match="kubernetes:helm:template"):
        driver.provider.Invoke(pb.InvokeRequest(tok="kubernetes:helm:template"))


def test_a_create_under_the_name_of_an_earlier_one_finds_what_that_made(driver: Driver) -> None:
    """The engine asks again, under the same name, when the answer got lost."""
    inputs = {"metadata": {"name": "settings"}, "data": {"a": "1"}}
    first = driver.create(CONFIG_MAP, inputs, attempt="one")
    assert driver.create(CONFIG_MAP, inputs, attempt="one") == first
    for other in ("two", ""):
        with pytest.raises(ProviderError, match="already exists"):
            driver.create(CONFIG_MAP, inputs, attempt=other)
