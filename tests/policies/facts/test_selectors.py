"""A selector finds the pods of its namespace, and may find those that are not seen."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.kubernetes import objects_of
from policies.facts.selectors import finds_pods, has_release
from policies.node import UNKNOWN, Node
from policies.truth import Truth
from tests.policies.cases import Declared, stack

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
SERVICE = {"type": "kubernetes:core/v1:Service", "properties": {"metadata": {"namespace": "team"}}}


def pods(namespace: Any, labels: Any, type_: str = "kubernetes:apps/v1:Deployment") -> dict[str, Any]:
    template = {"metadata": {"labels": labels}}
    return {"type": type_, "properties": {"metadata": {"namespace": namespace}, "spec": {"template": template}}}


def release(namespace: Any) -> dict[str, Any]:
    return {"type": "kubernetes:helm.sh/v3:Release", "properties": {"namespace": namespace}}


@pytest.mark.parametrize(
    ("others", "outcome"),
    [
        ({}, F),
        ({"web": pods("team", {"app": "web"})}, T),
        ({"web": pods("team", {"app": "db"})}, F),
        ({"web": pods("other", {"app": "web"})}, F),
        ({"web": pods(UNKNOWN, {"app": "web"})}, U),
        ({"web": pods("team", UNKNOWN)}, U),
        ({"web": pods("team", {}, "kubernetes:argoproj.io/v1alpha1:Rollout")}, T),
        ({"chart": release("team")}, T),
        ({"chart": release("other")}, F),
        ({"chart": release(UNKNOWN)}, U),
        ({"chart": release(["team"])}, F),
    ],
)
def test_what_a_selector_finds(others: Declared, outcome: Truth) -> None:
    (service,) = objects_of(stack({"address": SERVICE, **others}), "Service")
    assert finds_pods(service, Node({"matchLabels": {"app": "web"}})) is outcome


def test_whether_a_chart_is_in_an_unknown_namespace_is_unknown_if_there_is_one() -> None:
    unknown = {"type": SERVICE["type"], "properties": {"metadata": {"namespace": UNKNOWN}}}
    (alone,) = objects_of(stack({"address": unknown}), "Service")
    (beside_one,) = objects_of(stack({"address": unknown, "chart": release("team")}), "Service")
    assert (has_release(alone), has_release(beside_one)) == (F, U)
