"""Jobs of an operator train; a plain one does if it asks for accelerators or waits in a queue."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.training import is_queued, trainings
from policies.node import UNKNOWN
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
QUEUED = {"labels": {"kueue.x-k8s.io/queue-name": "team"}}
GPU = {"template": {"spec": {"containers": [{"resources": {"limits": {"nvidia.com/gpu": 1}}}]}}}


@pytest.mark.parametrize(
    ("kind", "properties", "trains"),
    [
        ("kubeflow.org/v1:PyTorchJob", {}, T),
        ("ray.io/v1:RayJob", {}, T),
        ("batch/v1:Job", {}, F),
        ("batch/v1:Job", {"spec": GPU}, T),
        ("batch/v1:Job", {"metadata": QUEUED}, T),
        ("batch/v1:Job", {"metadata": {"labels": UNKNOWN}}, U),
    ],
)
def test_what_trains(kind: str, properties: dict[str, Any], trains: Truth) -> None:
    (resource,) = stack({"job": {"type": f"kubernetes:{kind}", "properties": properties}}).resources
    assert [one for _, one in trainings(resource)] == [trains]


@pytest.mark.parametrize(("queue", "queued"), [("default", T), ("team", F), (UNKNOWN, U)])
def test_a_queue_named_default_takes_what_names_none(queue: Any, queued: Truth) -> None:
    inside: dict[str, Any] = {"namespace": "a"}
    declared: Declared = {
        "job": {"type": "kubernetes:batch/v1:Job", "properties": {"metadata": inside}},
        "queue": {
            "type": "kubernetes:kueue.x-k8s.io/v1beta2:LocalQueue",
            "properties": {"metadata": {**inside, "name": queue}},
        },
    }
    ((job, _),) = trainings(stack(declared).resources[0])
    assert is_queued(job) is queued
