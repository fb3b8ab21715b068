"""The emulated API server: namespaces and their contents, custom kinds and their definitions."""

from __future__ import annotations

from typing import Any

import pytest

from protocol.provider import ProviderError
from sandbox.providers.kubernetes.api_server import BUILT_IN_NAMESPACES, ApiServer
from sandbox.providers.kubernetes.control_plane import ApiError, Invalid
from sandbox.providers.kubernetes.kinds import BUILT_IN
from sandbox.providers.kubernetes.store import Store
from tests.sandbox.providers.kubernetes.driver import Driver

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
DEFINITION = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition"
NAMESPACE = "kubernetes:core/v1:Namespace"
WIDGET = "kubernetes:example.com/v1:Widget"
WIDGETS: dict[str, Any] = {
    "metadata": {"name": "widgets.example.com"},
    "spec": {
        "group": "example.com",
        "scope": "Namespaced",
        "names": {"plural": "widgets", "kind": "Widget"},
        "versions": [
            {
                "name": "v1",
                "served": True,
                "storage": True,
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "properties": {
                            "spec": {
                                "type": "object",
                                "required": ["size"],
                                "properties": {
                                    "size": {"type": "integer", "minimum": 1},
                                    "color": {"type": "string", "enum": ["red", "green"]},
                                    "limit": {"x_kubernetes_int_or_string": True},
                                    "tags": {"type": "object", "additionalProperties": {"type": "string"}},
                                    "parts": {"type": "array", "items": {"type": "object", "properties": {}}},
                                    "free": {"type": "object", "x-kubernetes-preserve-unknown-fields": True},
                                },
                            }
                        },
                    }
                },
            }
        ],
    },
}


def widget(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "one"}, "spec": spec}


def names(cluster: ApiServer) -> list[str]:
    return [f"{body['kind']}/{body['metadata']['name']}" for body in cluster.list()]


@pytest.mark.parametrize("namespace", BUILT_IN_NAMESPACES)
def test_built_in_namespaces_exist_and_stay(driver: Driver, cluster: ApiServer, namespace: str) -> None:
    driver.create(CONFIG_MAP, {"metadata": {"name": "one", "namespace": namespace}})
    with pytest.raises(ApiError, match="may not be deleted"):
        cluster.delete(BUILT_IN["v1", "Namespace"], None, namespace)


def test_deleting_a_namespace_deletes_what_is_in_it_and_nothing_else(driver: Driver, cluster: ApiServer) -> None:
    namespace = driver.create(NAMESPACE, {"metadata": {"name": "ml"}})
    driver.create(CONFIG_MAP, {"metadata": {"name": "inside", "namespace": "ml"}})
    driver.create(CONFIG_MAP, {"metadata": {"name": "outside"}})
    driver.delete(namespace)
    assert names(cluster) == ["ConfigMap/outside"]


def test_clusters_do_not_see_each_other(store: Store) -> None:
    first, second = Driver(store, "https://one.example.com"), Driver(store, "https://two.example.com")
    first.create(CONFIG_MAP, {"metadata": {"name": "same"}})
    second.create(CONFIG_MAP, {"metadata": {"name": "same"}})
    assert len(ApiServer(store, "https://one.example.com").list()) == 1
    assert store.clusters() == ["https://one.example.com", "https://two.example.com"]


def test_a_custom_resource_before_its_definition_is_an_error(driver: Driver, cluster: ApiServer) -> None:
    with pytest.raises(ProviderError) as refused:
        driver.create(WIDGET, widget(size=1))
    assert str(refused.value) == (
        'no matches for kind "Widget" in version "example.com/v1"; '
        "declare its CustomResourceDefinition, or install its chart, and let this resource depend on it"
    )
    assert cluster.list() == []


def test_a_custom_resource_before_its_chart_names_the_chart(driver: Driver) -> None:
    body = {"apiVersion": "kueue.x-k8s.io/v1beta1", "kind": "ClusterQueue", "metadata": {"name": "gpus"}}
    with pytest.raises(ProviderError) as refused:
        driver.create("kubernetes:kueue.x-k8s.io/v1beta1:ClusterQueue", body)
    assert str(refused.value) == (
        'no matches for kind "ClusterQueue" in version "kueue.x-k8s.io/v1beta1"; the chart kueue 0.19.4 brings it: '
        "install it with a helm.v3.Release and let this resource depend on that Release (depends_on)"
    )


def test_a_version_that_a_chart_does_not_serve_names_those_it_does(driver: Driver) -> None:
    body = {"apiVersion": "kueue.x-k8s.io/v1alpha1", "kind": "Cohort", "metadata": {"name": "ml"}}
    with pytest.raises(ProviderError) as refused:
        driver.create("kubernetes:kueue.x-k8s.io/v1alpha1:Cohort", body)
    assert str(refused.value) == (
        'no matches for kind "Cohort" in version "kueue.x-k8s.io/v1alpha1"; '
        "the chart kueue 0.19.4 serves it as kueue.x-k8s.io/v1beta1, kueue.x-k8s.io/v1beta2"
    )


def test_a_retired_version_of_a_built_in_kind_is_not_served(driver: Driver) -> None:
    with pytest.raises(ProviderError, match='no matches for kind "CronJob" in version "batch/v1beta1"'):
        driver.create("kubernetes:batch/v1beta1:CronJob", {"spec": UNSERVED_CRON_JOB})


UNSERVED_CRON_JOB = {
    "schedule": "@daily",
    "jobTemplate": {"spec": {"template": {"spec": {"containers": [{"name": "c", "image": "i:1"}]}}}},
}


def test_a_declared_kind_takes_objects_that_fit_its_schema(driver: Driver) -> None:
    driver.create(DEFINITION, WIDGETS)
    spec = {"size": 2, "color": "red", "limit": "10%", "tags": {"a": "b"}, "parts": [{}], "free": {"x": [1, {}]}}
    recorded = driver.create(WIDGET, widget(**spec))
    assert recorded.id == "default/one"
    assert recorded.outputs["spec"] == spec
    assert recorded.outputs["metadata"]["generation"] == 1


@pytest.mark.parametrize(
    ("spec", "failures"),
    [
        ({"size": 1, "colour": "red"}, ["spec.colour: unknown, did you mean 'color'?"]),
        ({"size": "1"}, ["spec.size: must be of type integer, got a string"]),
        ({"size": 0}, ["spec.size: must be at least 1, got 0"]),
        ({}, ["spec.size: is required"]),
        ({"size": 1, "color": "blue"}, ["spec.color: must be one of red, green, got 'blue'"]),
        ({"size": 1, "limit": 1.5}, ["spec.limit: must be a whole number or a string, got a number"]),
        ({"size": 1, "tags": {"a": 1}}, ["spec.tags.a: must be of type string, got a number"]),
        ({"size": 1, "parts": {}}, ["spec.parts: must be of type array, got an object"]),
        ({"size": 1, "parts": [{"b": 1}]}, ["spec.parts[0].b: unknown; nothing is allowed here"]),
    ],
)
def test_a_declared_kind_refuses_what_does_not_fit(driver: Driver, spec: dict[str, Any], failures: list[str]) -> None:
    driver.create(DEFINITION, WIDGETS)
    assert driver.check(WIDGET, widget(**spec))[1] == failures


def test_the_api_server_itself_refuses_what_does_not_fit(driver: Driver, cluster: ApiServer) -> None:
    driver.create(DEFINITION, WIDGETS)
    with pytest.raises(Invalid, match=r'Widget "one" is invalid: spec.size: is required'):
        cluster.create(widget())


def test_a_definitions_mistakes_stop_at_check(driver: Driver) -> None:
    wrong = {**WIDGETS, "metadata": {"name": "widget.example.com"}}
    assert driver.check(DEFINITION, wrong)[1] == [
        "metadata.name: must be widgets.example.com, the plural and the group; got 'widget.example.com'"
    ]


def test_a_definition_takes_its_objects_with_it(driver: Driver, cluster: ApiServer) -> None:
    definition = driver.create(DEFINITION, WIDGETS)
    recorded = driver.create(WIDGET, widget(size=1))
    driver.delete(definition)
    assert cluster.list() == []
    assert driver.read(recorded) is None
    driver.delete(recorded)


def test_a_custom_kind_of_a_built_in_ones_name_gets_no_built_in_treatment(driver: Driver) -> None:
    spec = WIDGETS["spec"]
    schema = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}
    jobs = {
        "metadata": {"name": "jobs.example.com"},
        "spec": {
            **spec,
            "names": {"plural": "jobs", "kind": "Job"},
            "versions": [{**spec["versions"][0], "schema": schema}],
        },
    }
    driver.create(DEFINITION, jobs)
    body = {"apiVersion": "example.com/v1", "kind": "Job", "metadata": {"name": "one"}, "spec": {"a": 1}}
    recorded = driver.create("kubernetes:example.com/v1:Job", body)
    assert recorded.outputs["spec"] == {"a": 1}
    assert "status" not in recorded.outputs
    assert driver.kinds(recorded, {**body, "spec": {"template": 1}}) == {"spec.a": "DELETE", "spec.template": "ADD"}
