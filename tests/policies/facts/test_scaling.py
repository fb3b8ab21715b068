"""How many replicas there are is said by the workload, or by what scales it."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.kubernetes import KubernetesObject, objects_of
from policies.facts.scaling import always_has, has_several, is_scaled
from policies.node import UNKNOWN, Node
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
HPA = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
KEDA = "kubernetes:keda.sh/v1alpha1:ScaledObject"


def workload(replicas: Any, scaler: str = "", **spec: Any) -> KubernetesObject:
    """A Deployment `web`, and an autoscaler beside it if a type is given."""
    inside = {"namespace": "team", "name": "web"}
    declared: Declared = {
        "web": {
            "type": "kubernetes:apps/v1:Deployment",
            "properties": {"metadata": inside, "spec": {"replicas": replicas}},
        }
    }
    if scaler:
        declared["scaler"] = {"type": scaler, "properties": {"metadata": {"namespace": "team"}, "spec": spec}}
    (found,) = objects_of(stack(declared), "Deployment")
    return found


OURS = {"kind": "Deployment", "name": "web"}


@pytest.mark.parametrize(
    ("made", "scaled", "several"),
    [
        (workload(2), F, T),
        (workload(1), F, F),
        (workload(None), F, F),
        (workload(UNKNOWN), F, U),
        (workload(None, HPA, scaleTargetRef=OURS, minReplicas=2), T, T),
        (workload(None, HPA, scaleTargetRef=OURS), T, F),
        (workload(None, HPA, scaleTargetRef=OURS, minReplicas=UNKNOWN), T, U),
        (workload(None, HPA, scaleTargetRef={"kind": "Deployment", "name": "db"}, minReplicas=2), F, F),
        (workload(None, HPA, scaleTargetRef={"kind": "StatefulSet", "name": "web"}, minReplicas=2), F, F),
        (workload(None, HPA, scaleTargetRef={"kind": "Deployment", "name": UNKNOWN}, minReplicas=2), U, U),
        (workload(None, KEDA, scaleTargetRef={"name": "web"}, minReplicaCount=2), T, T),
        (workload(None, KEDA, scaleTargetRef={"name": "web"}, minReplicaCount=0), T, F),
    ],
)
def test_an_autoscaler_is_told_by_its_target(made: KubernetesObject, scaled: Truth, several: Truth) -> None:
    assert (is_scaled(made), has_several(made)) == (scaled, several)


@pytest.mark.parametrize(
    ("made", "number", "outcome"),
    [
        (workload(3), 2, T),
        (workload(3), 3, F),
        (workload(None), 0, T),
        (workload(None), 1, F),
        (workload(UNKNOWN), 1, U),
        (workload(3), "many", U),
        (workload(None, HPA, scaleTargetRef=OURS, minReplicas=3), 2, T),
        (workload(9, HPA, scaleTargetRef=OURS, minReplicas=2), 2, F),
    ],
)
def test_more_than_a_number_at_any_time(made: KubernetesObject, number: Any, outcome: Truth) -> None:
    assert always_has(made, Node(number)) is outcome
