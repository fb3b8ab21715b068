"""Containers say what they need, or get it from their pod or from a limit range of their namespace."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.container_resources import of_each_amount
from policies.finding import Outcome
from policies.node import UNKNOWN
from tests.policies.cases import Declared, stack

REQUEST, LIMIT = {"requests": {"cpu": "1"}}, {"limits": {"cpu": "1"}}


def outcomes(kind: str, resources: Any, of_pod: Any = None, limits: Any = None) -> list[Outcome]:
    spec = {"containers": [{"name": "web", "resources": resources}], "resources": of_pod}
    inside = {"namespace": "team"}
    declared: Declared = {"web": {"type": "kubernetes:core/v1:Pod", "properties": {"metadata": inside, "spec": spec}}}
    if limits is not None:
        made = {"metadata": inside, "spec": {"limits": limits}}
        declared["limits"] = {"type": "kubernetes:core/v1:LimitRange", "properties": made}
    return [one.outcome for one in of_each_amount(stack(declared).resources[0], kind, "cpu")]


@pytest.mark.parametrize(
    ("kind", "resources", "of_pod", "limits", "expected"),
    [
        ("requests", REQUEST, None, None, []),
        ("requests", LIMIT, None, None, []),
        ("requests", None, REQUEST, None, []),
        ("requests", None, None, [{"type": "Container", "defaultRequest": {"cpu": "1"}}], []),
        ("requests", None, None, [{"type": "Container", "default": {"cpu": "1"}}], []),
        ("requests", None, None, [{"type": "Pod", "default": {"cpu": "1"}}], [Outcome.VIOLATED]),
        ("requests", None, None, UNKNOWN, [Outcome.UNKNOWN]),
        ("requests", UNKNOWN, None, None, [Outcome.UNKNOWN]),
        ("requests", None, None, None, [Outcome.VIOLATED]),
        ("limits", LIMIT, None, None, []),
        ("limits", REQUEST, None, None, [Outcome.VIOLATED]),
        ("limits", None, None, [{"type": "Container", "default": {"cpu": "1"}}], []),
        ("limits", None, None, [{"type": "Container", "defaultRequest": {"cpu": "1"}}], [Outcome.VIOLATED]),
    ],
)
def test_an_amount_comes_from_somewhere(
    kind: str, resources: Any, of_pod: Any, limits: Any, expected: list[Outcome]
) -> None:
    assert outcomes(kind, resources, of_pod, limits) == expected
