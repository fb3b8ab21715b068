"""Custom resources bear the recommended labels, and a fixed name only where one is asked for."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.charts import Chart, release
from components.custom_resource import after, custom_resource, name_of
from tests.components.surroundings import bring_up
from tests.harness import Deployer, Result

API = "cert-manager.io/v1"
ISSUER = f"kubernetes:{API}:Issuer"


@pytest.fixture(scope="module")
def made(deploy_once: Deployer) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        values = {"crds": {"enabled": True}}
        chart = release("chart", Chart.CERT_MANAGER, values=values, namespace="default", opts=opts)
        spec: dict[str, Any] = {"selfSigned": {}}
        waiting = after(opts, chart)
        named = custom_resource(
            "named",
            API,
            "Issuer",
            spec,
            called="fixed",
            inside="default",
            extra={"labels": {"tier": "a"}, "annotations": {"note": "b"}},
            opts=waiting,
        )
        unnamed = custom_resource("unnamed", API, "Issuer", spec, inside="default", opts=waiting)
        pulumi.export("names", [name_of(named), name_of(unnamed)])

    return bring_up(deploy_once, build)


def test_the_metadata_is_what_was_asked_for(made: Result) -> None:
    assert made.inputs(ISSUER, "named")["metadata"] == {
        "name": "fixed",
        "namespace": "default",
        "annotations": {"note": "b"},
        "labels": {
            "app.kubernetes.io/name": "fixed",
            "app.kubernetes.io/component": "named",
            "app.kubernetes.io/part-of": "strata",
            "tier": "a",
        },
    }


def test_the_name_is_the_physical_one(made: Result) -> None:
    fixed, automatic = made.summary.outputs["names"]
    assert fixed == "fixed"
    assert automatic.startswith("unnamed-")


def test_it_waits_for_what_it_must_wait_for(made: Result) -> None:
    chart = made.of("kubernetes:helm.sh/v3:Release", "chart").urn
    assert chart in made.of(ISSUER, "named").dependencies
