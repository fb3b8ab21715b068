"""KServe runs the model hardened, bounded, as the endpoint's own account, and scales it between its bounds."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.inference_service import inference_service
from tests.components.hosting import host, large, served_by_kserve
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

SERVICE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"
BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
OF = {"serving.kserve.io/inferenceservice": "fraud"}
"""What KServe puts on the pods of the endpoint."""
ENDPOINTS = [
    served_by_kserve("small"),
    served_by_kserve(
        "large",
        resources=large(),
        pool="inference",
        replicas_min=3,
        replicas_max=9,
        record={"risk_tier": "limited"},
    ),
]


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        where = host(opts)
        for args in ENDPOINTS:
            address = inference_service(args.name, args, where, "fraud", OF, opts)
            pulumi.export(args.name, list(address))

    return bring_up(deploy_once, build)


def predictor(made: Result, name: str = "small") -> dict[str, Any]:
    found: dict[str, Any] = made.inputs(SERVICE, name)["spec"]["predictor"]
    return found


def test_an_endpoint_is_an_inference_service_and_a_disruption_budget_and_no_deployment(made: Result) -> None:
    assert made.names(SERVICE) == {"small", "large"}
    assert made.names(BUDGET) == {"small-disruption", "large-disruption"}
    assert made.names("kubernetes:apps/v1:Deployment") == set()


def test_the_predictor_is_exactly_this(made: Result) -> None:
    bucket = made.outputs("aws:s3/bucket:Bucket", "models")["bucket"]
    amounts = {"cpu": "1", "memory": "2Gi"}
    assert predictor(made) == {
        "serviceAccountName": "fraud",
        "automountServiceAccountToken": False,
        "priorityClassName": "requests",
        "nodeSelector": {},
        "tolerations": [],
        "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
        "minReplicas": 2,
        "maxReplicas": 4,
        "scaleMetric": "cpu",
        "scaleTarget": 70,
        "model": {
            "modelFormat": {"name": "sklearn"},
            "storageUri": f"s3://{bucket}/fraud/7",
            "resources": {"requests": amounts, "limits": amounts},
            "securityContext": {
                "allowPrivilegeEscalation": False,
                "capabilities": {"drop": ["ALL"]},
                "privileged": False,
                "runAsNonRoot": True,
            },
        },
    }


def test_kserve_makes_plain_deployments_with_an_autoscaler_of_kubernetes(made: Result) -> None:
    metadata = made.inputs(SERVICE, "small")["metadata"]
    assert (metadata["name"], metadata["namespace"]) == ("small", "default")
    assert metadata["annotations"] == {
        "serving.kserve.io/deploymentMode": "Standard",
        "serving.kserve.io/autoscalerClass": "hpa",
    }


def test_it_bears_the_record_of_its_model(made: Result) -> None:
    assert made.inputs(SERVICE, "large")["metadata"]["annotations"]["strata/risk-tier"] == "limited"


def test_the_settings_reach_the_predictor(made: Result) -> None:
    given = predictor(made, "large")
    assert (given["minReplicas"], given["maxReplicas"]) == (3, 9)
    assert given["nodeSelector"] == {"strata/pool": "inference"}
    assert given["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]
    amounts = {"cpu": "4", "memory": "16Gi", "nvidia.com/gpu": "1"}
    assert given["model"]["resources"] == {"requests": amounts, "limits": amounts}


def test_one_pod_at_a_time_may_be_evicted(made: Result) -> None:
    assert made.inputs(BUDGET, "small-disruption")["spec"] == {
        "maxUnavailable": 1,
        "selector": {"matchLabels": OF},
    }


def test_requests_go_to_the_service_that_kserve_names_after_the_endpoint(made: Result) -> None:
    assert made.summary.outputs["small"] == ["small-predictor", 80]


def test_it_waits_for_kserve(made: Result) -> None:
    assert made.of("kubernetes:helm.sh/v3:Release", "definitions").urn in made.of(SERVICE, "small").dependencies
