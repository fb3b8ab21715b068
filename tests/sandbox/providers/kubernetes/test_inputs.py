"""Inputs are completed as the real provider completes them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from protocol.values import UNKNOWN, Secret
from sandbox.providers.kubernetes import inputs
from sandbox.providers.kubernetes.kinds import BUILT_IN


def completed(token: str, news: dict[str, Any]) -> dict[str, Any]:
    return inputs.completed(news, {}, token=token, logical="one", seed=b"seed")


@pytest.mark.parametrize(
    ("token", "identity"),
    [
        ("kubernetes:core/v1:Secret", ("v1", "Secret")),
        ("kubernetes:apps/v1:Deployment", ("apps/v1", "Deployment")),
        ("kubernetes:example.com/v1:Widget", ("example.com/v1", "Widget")),
    ],
)
def test_api_version_and_kind_come_from_the_token(token: str, identity: tuple[str, str]) -> None:
    assert inputs.identity(token) == identity
    result = completed(token, {})
    assert (result["apiVersion"], result["kind"]) == identity


B64 = base64.b64encode(b"x").decode()


@pytest.mark.parametrize(
    ("news", "data"),
    [
        ({"stringData": {"a": "x"}}, {"a": B64}),
        ({"stringData": {"a": "x"}, "data": {"a": "eQ==", "b": "eg=="}}, {"a": B64, "b": "eg=="}),
        ({"stringData": Secret({"a": "x"})}, Secret({"a": B64})),
        ({"stringData": {"a": Secret("x")}}, {"a": Secret(B64)}),
        ({"stringData": {"a": UNKNOWN}}, {"a": UNKNOWN}),
        ({"stringData": UNKNOWN}, UNKNOWN),
        ({"stringData": Secret(UNKNOWN)}, Secret(UNKNOWN)),
    ],
)
def test_a_secrets_strings_become_data(news: Any, data: Any) -> None:
    result = completed("kubernetes:core/v1:Secret", news)
    assert result["data"] == data
    assert "stringData" not in result


def test_what_the_program_gave_is_not_changed() -> None:
    news = {"metadata": {"labels": {"a": "b"}}, "stringData": {"a": "x"}}
    completed("kubernetes:core/v1:Secret", news)
    assert news == {"metadata": {"labels": {"a": "b"}}, "stringData": {"a": "x"}}


def test_definitions_get_the_names_that_kubernetes_uses() -> None:
    schema = {"x_kubernetes_int_or_string": True, "properties": {"my_name": {}}}
    result = completed("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", {"spec": [schema]})
    assert result["spec"] == [{"x-kubernetes-int-or-string": True, "properties": {"my_name": {}}}]


def test_only_kinds_known_to_live_in_namespaces_get_one() -> None:
    for kind, expected in ((BUILT_IN["v1", "Secret"], "ml"), (BUILT_IN["v1", "Namespace"], None), (None, None)):
        found: dict[str, Any] = {"metadata": {}}
        inputs.in_namespace(found, kind, "ml")
        assert found["metadata"].get("namespace") == expected
