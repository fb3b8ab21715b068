"""Pods are found wherever they are declared, by every kind and under every type token."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.pods import POD_CARRIERS, POD_KINDS, pods
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.stack import Stack

POD = {"containers": [{"name": "main"}]}
TEMPLATE = {"spec": POD}
JOBS = [{"template": {"spec": {"template": TEMPLATE}}}]
RAY = {"headGroupSpec": {"template": TEMPLATE}, "workerGroupSpecs": [{"template": TEMPLATE}, {"template": TEMPLATE}]}
PLACED: dict[str, tuple[dict[str, Any], int]] = {
    "Pod": ({"spec": POD}, 1),
    "PodTemplate": ({"template": TEMPLATE}, 1),
    "CronJob": ({"spec": {"jobTemplate": {"spec": {"template": TEMPLATE}}}}, 1),
    **dict.fromkeys(
        ("ReplicationController", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "Rollout", "Notebook"),
        ({"spec": {"template": TEMPLATE}}, 1),
    ),
    **{
        kind: ({"spec": {place: {"Master": {"template": TEMPLATE}, "Worker": {"template": TEMPLATE}}}}, 2)
        for kind, place in {
            "PyTorchJob": "pytorchReplicaSpecs",
            "TFJob": "tfReplicaSpecs",
            "XGBoostJob": "xgbReplicaSpecs",
            "PaddleJob": "paddleReplicaSpecs",
            "JAXJob": "jaxReplicaSpecs",
            "MPIJob": "mpiReplicaSpecs",
        }.items()
    },
    "ScaledJob": ({"spec": {"jobTargetRef": {"template": TEMPLATE}}}, 1),
    "JobSet": ({"spec": {"replicatedJobs": JOBS}}, 1),
    "TrainJob": ({"spec": {"trainer": {"image": "train"}, "podTemplateOverrides": [{"spec": POD}]}}, 2),
    **dict.fromkeys(
        ("TrainingRuntime", "ClusterTrainingRuntime"), ({"spec": {"template": {"spec": {"replicatedJobs": JOBS}}}}, 1)
    ),
    "LeaderWorkerSet": (
        {"spec": {"leaderWorkerTemplate": {"leaderTemplate": TEMPLATE, "workerTemplate": TEMPLATE}}},
        2,
    ),
    "RayCluster": ({"spec": RAY}, 3),
    "RayJob": ({"spec": {"rayClusterSpec": RAY, "submitterPodTemplate": TEMPLATE}}, 4),
    "RayService": ({"spec": {"rayClusterConfig": RAY}}, 3),
    "InferenceService": ({"spec": {"predictor": {"model": {}, "workerSpec": POD}, "transformer": POD}}, 3),
    "LLMInferenceService": ({"spec": {"template": POD, "prefill": {"worker": POD}}}, 2),
    **dict.fromkeys(
        ("Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate"),
        ({"spec": {"templates": [{"container": {}, "sidecars": [{}]}, {"script": {}}]}}, 3),
    ),
    "CronWorkflow": ({"spec": {"workflowSpec": {"templates": [{"container": {}}]}}}, 1),
    "ServingRuntime": ({"spec": POD}, 1),
    "ClusterServingRuntime": ({"spec": POD}, 1),
}
"""Of each kind an object, and the number of its containers."""


def declare(type_: str, properties: dict[str, Any]) -> Resource:
    resource = Resource(urn=f"urn:{type_}", type=type_, name="it", properties=properties)
    Stack([resource])
    return resource


def paths(resource: Resource) -> list[str]:
    return [container.path for pod in pods(resource) for container in pod.containers()]


def test_every_kind_is_tried() -> None:
    assert set(PLACED) == set(POD_KINDS)


@pytest.mark.parametrize("type_", [one for one in POD_CARRIERS if one != "kubernetes:core/v1:List"])
def test_every_type_token_shows_every_container(type_: str) -> None:
    kind = type_.rpartition(":")[2].removesuffix("Patch").removesuffix("List")
    properties, count = PLACED[kind]
    resource = declare(type_, {"items": [properties]} if type_.endswith("List") else properties)
    assert len(paths(resource)) == count


def test_a_list_of_anything_shows_the_containers_of_each_kind() -> None:
    items = [{"kind": kind, **properties} for kind, (properties, _) in PLACED.items()]
    resource = declare("kubernetes:core/v1:List", {"items": [*items, {"kind": "ConfigMap", "spec": POD}]})
    assert len(paths(resource)) == sum(count for _, count in PLACED.values())


@pytest.mark.parametrize("items", [UNKNOWN, [UNKNOWN], [{"kind": UNKNOWN, "spec": POD}]])
def test_an_object_of_an_unknown_kind_is_a_pod_of_which_nothing_is_known(items: Any) -> None:
    (pod,) = pods(declare("kubernetes:core/v1:List", {"items": items}))
    assert [container.value for container in pod.containers("containers")] == [UNKNOWN]


@pytest.mark.parametrize(
    "spec", [UNKNOWN, {"pytorchReplicaSpecs": UNKNOWN}, {"pytorchReplicaSpecs": {"Worker": UNKNOWN}}]
)
def test_what_is_unknown_on_the_way_to_a_pod_makes_the_pod_unknown(spec: Any) -> None:
    (pod,) = pods(declare("kubernetes:kubeflow.org/v1:PyTorchJob", {"spec": spec}))
    assert pod.spec.value is UNKNOWN


def test_a_place_where_there_may_be_a_pod_but_is_none_shows_none() -> None:
    assert paths(declare("kubernetes:ray.io/v1:RayJob", {"spec": {"rayClusterSpec": {}}})) == []


def test_the_containers_are_those_of_every_kind() -> None:
    spec = {"containers": [{}], "initContainers": [{}, {}], "ephemeralContainers": [{}]}
    assert paths(declare("kubernetes:core/v1:Pod", {"spec": spec})) == [
        "spec.containers[0]",
        "spec.initContainers[0]",
        "spec.initContainers[1]",
        "spec.ephemeralContainers[0]",
    ]


def test_where_nothing_is_known_there_is_one_unknown_container_of_each_list() -> None:
    resource = declare("kubernetes:serving.kserve.io/v1beta1:InferenceService", {"spec": {"predictor": UNKNOWN}})
    (predictor, _) = pods(resource)
    assert [one.path for one in predictor.containers("containers")] == ["spec.predictor.containers"]


def test_the_container_of_a_model_lies_beside_the_others() -> None:
    predictor = {"sklearn": {}, "containers": [{"name": "side"}]}
    resource = declare("kubernetes:serving.kserve.io/v1beta1:InferenceService", {"spec": {"predictor": predictor}})
    assert paths(resource) == ["spec.predictor.containers[0]", "spec.predictor.sklearn"]
