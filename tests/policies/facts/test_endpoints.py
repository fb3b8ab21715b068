"""Endpoints tell their risk in tags or annotations, and where their models come from in many places."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.endpoints import endpoints, exceeds, models, scales_endpoint
from policies.node import UNKNOWN, Node
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
KSERVE = "kubernetes:serving.kserve.io/v1beta1:InferenceService"


@pytest.mark.parametrize(
    ("type_", "properties", "high"),
    [
        ("aws:sagemaker/endpoint:Endpoint", {"tags": {"risk-tier": "high"}}, T),
        ("aws:sagemaker/endpoint:Endpoint", {}, F),
        (KSERVE, {"metadata": {"annotations": {"example.com/risk-tier": "high"}}}, T),
        (KSERVE, {"metadata": {"labels": {"risk-tier": "minimal"}}}, F),
        (KSERVE, {"metadata": {"annotations": UNKNOWN}}, U),
    ],
)
def test_the_risk_is_in_tags_annotations_or_labels(type_: str, properties: dict[str, Any], high: Truth) -> None:
    (endpoint,) = endpoints(stack({"endpoint": {"type": type_, "properties": properties}}).resources[0])
    assert endpoint.is_high_risk() is high


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("aws:sagemaker/model:Model", {"primaryContainer": {"modelDataUrl": "here"}}),
        ("aws:sagemaker/model:Model", {"containers": [{"modelDataSource": {"s3DataSources": [{"s3Uri": "here"}]}}]}),
        (KSERVE, {"spec": {"predictor": {"model": {"storageUri": "here"}}}}),
        (KSERVE, {"spec": {"predictor": {"sklearn": {"storageUri": "here"}}}}),
        (
            "kubernetes:apps/v1:Deployment",
            {"spec": {"template": {"spec": {"containers": [{"env": [{"name": "MODEL_URI", "value": "here"}]}]}}}},
        ),
        ("kubernetes:serving.kserve.io/v1alpha1:LLMInferenceService", {"spec": {"model": {"uri": "here"}}}),
    ],
)
def test_where_a_model_comes_from(type_: str, properties: dict[str, Any]) -> None:
    (resource,) = stack({"one": {"type": type_, "properties": properties}}).resources
    assert [uri.value for _, uri in models(resource) if uri.value is not None] == ["here"]


@pytest.mark.parametrize(("of", "scales"), [("endpoint/${one.id}/variant/a", T), ("endpoint/other/variant/a", F)])
def test_a_target_names_its_endpoint(of: str, scales: Truth) -> None:
    declared: Declared = {
        "one": {"type": "aws:sagemaker/endpoint:Endpoint"},
        "target": {"type": "aws:appautoscaling/target:Target", "properties": {"resourceId": of}},
    }
    for preview in (False, True):
        endpoint, target = stack(declared, preview=preview).resources
        assert scales_endpoint(target, endpoint) is scales


@pytest.mark.parametrize(
    ("most", "least", "more"), [(2, 1, T), (1, None, F), ("3", "2", T), (2, 2, F), (None, 1, F), (UNKNOWN, 1, U)]
)
def test_there_is_room_above_the_least(most: Any, least: Any, more: Truth) -> None:
    assert exceeds(Node(most), Node(least)) is more
