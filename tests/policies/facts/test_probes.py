"""Probes are asked of containers that run on and on, and of no others."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.probes import of_each_probe
from policies.finding import Outcome
from policies.node import UNKNOWN
from tests.policies.cases import stack

CONTAINERS = {"containers": [{"name": "web"}], "initContainers": [{"name": "start"}]}


@pytest.mark.parametrize(
    ("type_", "spec", "expected"),
    [
        ("kubernetes:core/v1:Pod", CONTAINERS, [("spec.containers[0].readinessProbe", Outcome.VIOLATED)]),
        ("kubernetes:core/v1:Pod", {**CONTAINERS, "restartPolicy": "Never"}, []),
        ("kubernetes:core/v1:Pod", {**CONTAINERS, "restartPolicy": "OnFailure"}, []),
        (
            "kubernetes:core/v1:Pod",
            {**CONTAINERS, "restartPolicy": UNKNOWN},
            [("spec.containers[0].readinessProbe", Outcome.UNKNOWN)],
        ),
        ("kubernetes:batch/v1:Job", {"template": {"spec": CONTAINERS}}, []),
        (
            "kubernetes:argoproj.io/v1alpha1:Rollout",
            {"template": {"spec": CONTAINERS}},
            [("spec.template.spec.containers[0].readinessProbe", Outcome.VIOLATED)],
        ),
    ],
)
def test_whose_probes_are_asked_for(type_: str, spec: Any, expected: list[tuple[str, Outcome]]) -> None:
    made = stack({"web": {"type": type_, "properties": {"spec": spec}}}).resources[0]
    assert [(one.path, one.outcome) for one in of_each_probe(made, "readinessProbe")] == expected
