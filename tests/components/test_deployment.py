"""A Deployment is replaced without a gap, evicted one by one and scaled by one hand only."""

from __future__ import annotations

import pulumi
import pytest

from components.container import Image, Resources, container
from components.deployment import Scale, deployment, service
from components.pod import pod
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
LABELS = {"app": "model"}


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    main = container("model", Image(repository="r", tag="v1"), resources=Resources())
    template = pod(labels=LABELS, service_account="model", containers=[main])

    def build(opts: pulumi.ResourceOptions) -> None:
        scales = {"scaled": Scale(2, 5, cpu_percent=60), "fixed": Scale(3, 3), "foreign": None}
        for name, scale in scales.items():
            deployment(name, inside="default", labels=LABELS, template=template, scale=scale, opts=opts)
        service("model", called="model", inside="default", labels=LABELS, port=8080, opts=opts)

    return bring_up(deploy_once, build)


def test_each_has_a_budget_and_only_a_range_has_an_autoscaler(made: Result) -> None:
    assert made.names(DEPLOYMENT) == {"scaled", "fixed", "foreign"}
    assert made.names(BUDGET) == {"scaled-disruption", "fixed-disruption", "foreign-disruption"}
    assert made.names(SCALER) == {"scaled-scale"}


def test_replicas_are_given_only_where_nothing_else_decides_them(made: Result) -> None:
    assert made.inputs(DEPLOYMENT, "fixed")["spec"]["replicas"] == 3
    assert "replicas" not in made.inputs(DEPLOYMENT, "scaled")["spec"]
    assert "replicas" not in made.inputs(DEPLOYMENT, "foreign")["spec"]


def test_a_new_pod_is_ready_before_an_old_one_goes(made: Result) -> None:
    assert made.inputs(DEPLOYMENT, "fixed")["spec"]["strategy"] == {
        "type": "RollingUpdate",
        "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0},
    }


def test_one_pod_at_a_time_may_be_evicted(made: Result) -> None:
    assert made.inputs(BUDGET, "scaled-disruption")["spec"] == {
        "maxUnavailable": 1,
        "selector": {"matchLabels": LABELS},
    }


def test_the_autoscaler_keeps_to_its_range(made: Result) -> None:
    spec = made.inputs(SCALER, "scaled-scale")["spec"]
    target = made.outputs(DEPLOYMENT, "scaled")["metadata"]["name"]
    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": target}
    assert (spec["minReplicas"], spec["maxReplicas"]) == (2, 5)
    assert spec["metrics"] == [
        {
            "type": "Resource",
            "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 60}},
        }
    ]


def test_a_service_is_an_address_in_the_cluster_only(made: Result) -> None:
    inputs = made.inputs("kubernetes:core/v1:Service", "model")
    assert inputs["metadata"]["name"] == "model"
    assert inputs["spec"] == {
        "type": "ClusterIP",
        "selector": LABELS,
        "ports": [{"name": "http", "port": 8080, "targetPort": 8080, "protocol": "TCP"}],
    }
