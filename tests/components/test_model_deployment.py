"""An image of one's own serves the model: hardened, bounded, and scaled by one hand only."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.model_deployment import model_deployment
from components.model_endpoint import AwakeHours
from tests.components.hosting import host, large, served_by_image, served_by_kserve
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

DEPLOYMENT = "kubernetes:apps/v1:Deployment"
SERVICE = "kubernetes:core/v1:Service"
SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
SCALED = "kubernetes:keda.sh/v1alpha1:ScaledObject"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
AWAKE = AwakeHours(timezone="Europe/Berlin", start="0 7 * * 1-5", end="0 19 * * 1-5")
ENDPOINTS = [
    served_by_image("busy", replicas_min=3, replicas_max=9, port=9000, health_path="/ready", record={"owner": "fraud"}),
    served_by_image("steady", replicas_min=2, replicas_max=2, resources=large(), pool="inference"),
    served_by_image("sleepy", replicas_min=0, replicas_max=5, awake=AWAKE),
]


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        where = host(opts)
        for args in ENDPOINTS:
            address = model_deployment(args.name, args, where, "fraud", {"app": args.name}, opts)
            pulumi.export(args.name, list(address))

    return bring_up(deploy_once, build)


def pod(made: Result, name: str) -> dict[str, Any]:
    template: dict[str, Any] = made.inputs(DEPLOYMENT, name)["spec"]["template"]
    return template


def test_an_endpoint_is_a_deployment_a_service_a_budget_and_one_autoscaler(made: Result) -> None:
    assert made.names(DEPLOYMENT) == made.names(SERVICE) == {"busy", "steady", "sleepy"}
    assert made.names(BUDGET) == {"busy-disruption", "steady-disruption", "sleepy-disruption"}
    assert made.names(SCALER) == {"busy-scale"}
    assert made.names(SCALED) == {"sleepy"}


def test_it_bears_the_record_of_its_model(made: Result) -> None:
    ours = {name: made.inputs(DEPLOYMENT, name)["metadata"]["annotations"] for name in ("busy", "steady")}
    autonamed = {"pulumi.com/autonamed": "true"}
    assert ours == {"busy": autonamed | {"strata/owner": "fraud"}, "steady": autonamed}


def test_the_container_is_exactly_this(made: Result) -> None:
    (container,) = pod(made, "busy")["spec"]["containers"]
    bucket = made.outputs("aws:s3/bucket:Bucket", "models")["bucket"]
    amounts = {"cpu": "1", "memory": "2Gi"}
    answer = {"path": "/ready", "port": 9000}
    assert container == {
        "name": "model",
        "image": "registry.invalid/fraud:v7",
        "imagePullPolicy": "IfNotPresent",
        "env": [
            {"name": "HOME", "value": "/tmp"},
            {"name": "AWS_DEFAULT_REGION", "value": "eu-central-1"},
            {"name": "AWS_REGION", "value": "eu-central-1"},
            {"name": "MODEL_URI", "value": f"s3://{bucket}/fraud/7"},
            {"name": "PORT", "value": "9000"},
        ],
        "resources": {"requests": amounts, "limits": amounts},
        "securityContext": {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "privileged": False,
            "readOnlyRootFilesystem": True,
            "runAsNonRoot": True,
        },
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
        "ports": [{"name": "http", "containerPort": 9000}],
        # Ten minutes to load a model before it is taken for dead.
        "startupProbe": {"httpGet": answer, "periodSeconds": 5, "failureThreshold": 120},
        "readinessProbe": {"httpGet": answer, "periodSeconds": 5, "timeoutSeconds": 3},
        "livenessProbe": {"httpGet": answer, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 6},
    }


def test_the_pod_is_unprivileged_and_goes_before_training(made: Result) -> None:
    spec = pod(made, "busy")["spec"]
    assert spec["serviceAccountName"] == "fraud"
    assert spec["automountServiceAccountToken"] is False
    assert spec["priorityClassName"] == "requests"
    assert spec["securityContext"] == {
        "fsGroup": 10001,
        "runAsGroup": 10001,
        "runAsNonRoot": True,
        "runAsUser": 10001,
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def test_a_replica_with_a_gpu_goes_to_its_pool_and_bears_the_pools_taint(made: Result) -> None:
    spec = pod(made, "steady")["spec"]
    assert spec["nodeSelector"] == {"strata/pool": "inference"}
    assert spec["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
    assert spec["containers"][0]["resources"]["limits"]["nvidia.com/gpu"] == "1"
    plain = pod(made, "busy")["spec"]
    assert (plain["nodeSelector"], plain["tolerations"]) == ({}, [])


def test_the_autoscaler_keeps_to_the_bounds(made: Result) -> None:
    spec = made.inputs(SCALER, "busy-scale")["spec"]
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 9)
    assert spec["metrics"][0]["resource"]["target"] == {"type": "Utilization", "averageUtilization": 70}
    assert "replicas" not in made.inputs(DEPLOYMENT, "busy")["spec"]
    assert made.inputs(DEPLOYMENT, "steady")["spec"]["replicas"] == 2


def test_an_endpoint_that_sleeps_wakes_by_the_clock_and_then_scales_by_use(made: Result) -> None:
    assert made.inputs(SCALED, "sleepy")["spec"] == {
        "scaleTargetRef": {"name": made.outputs(DEPLOYMENT, "sleepy")["metadata"]["name"]},
        "minReplicaCount": 0,
        "maxReplicaCount": 5,
        "triggers": [
            {
                "type": "cron",
                "metadata": {
                    "timezone": "Europe/Berlin",
                    "start": "0 7 * * 1-5",
                    "end": "0 19 * * 1-5",
                    "desiredReplicas": "1",
                },
            },
            {"type": "cpu", "metricType": "Utilization", "metadata": {"value": "70"}},
        ],
    }
    assert "replicas" not in made.inputs(DEPLOYMENT, "sleepy")["spec"]
    assert made.of("kubernetes:helm.sh/v3:Release", "keda").urn in made.of(SCALED, "sleepy").dependencies


def test_requests_go_to_its_service_on_its_port(made: Result) -> None:
    assert made.summary.outputs["busy"] == ["busy", 9000]
    spec = made.inputs(SERVICE, "busy")["spec"]
    assert spec["type"] == "ClusterIP"
    assert spec["selector"] == pod(made, "busy")["metadata"]["labels"] == {"app": "busy"}
    assert spec["ports"] == [{"name": "http", "port": 9000, "targetPort": 9000, "protocol": "TCP"}]


def test_without_an_image_there_is_nothing_to_deploy() -> None:
    where: Any = None
    with pytest.raises(ValueError, match="fraud: image is required for kind deployment"):
        model_deployment("fraud", served_by_kserve(), where, "fraud", {}, pulumi.ResourceOptions())
