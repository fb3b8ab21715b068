"""Charts are pinned, and installed whole or not at all."""

from __future__ import annotations

import re

import pulumi
import pytest

from components.charts import Chart, release
from sandbox.providers.kubernetes.helm import charts as known
from tests.components.surroundings import bring_up
from tests.harness import Deployer

RELEASE = "kubernetes:helm.sh/v3:Release"


@pytest.mark.parametrize("chart", Chart, ids=str)
def test_a_chart_is_pinned_to_one_version(chart: Chart) -> None:
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version)


@pytest.mark.parametrize("chart", Chart, ids=str)
def test_a_chart_comes_from_an_oci_address_or_an_https_repository(chart: Chart) -> None:
    if chart.repository is None:
        assert chart.address.startswith("oci://")
    else:
        assert chart.repository.startswith("https://")


@pytest.mark.parametrize("chart", Chart, ids=str)
def test_the_sandbox_knows_the_chart_at_this_version(chart: Chart) -> None:
    found = known.find(chart.address)
    assert found is not None
    assert found.version == chart.version


def test_a_release_is_exactly_this(deploy: Deployer) -> None:
    def build(opts: pulumi.ResourceOptions) -> None:
        release("queue", Chart.KARPENTER_CRD, values={"a": 1}, opts=opts)
        release("plugin", Chart.NVIDIA_DEVICE_PLUGIN, namespace="kube-system", opts=opts)

    made = bring_up(deploy, build)
    inputs = made.inputs(RELEASE, "queue")
    assert {name: inputs.get(name) for name in ("name", "chart", "version", "namespace", "values")} == {
        "name": "karpenter-crd",
        "chart": "oci://public.ecr.aws/karpenter/karpenter-crd",
        "version": "1.15.0",
        "namespace": "kube-system",
        "values": {"a": 1},
    }
    safety = ("atomic", "cleanupOnFail", "skipAwait", "waitForJobs", "timeout", "maxHistory")
    assert {name: inputs[name] for name in safety} == {
        "atomic": True,
        "cleanupOnFail": True,
        "skipAwait": False,
        "waitForJobs": True,
        "timeout": 600,
        "maxHistory": 5,
    }
    assert "repositoryOpts" not in inputs
    assert made.inputs(RELEASE, "plugin")["repositoryOpts"] == {"repo": "https://nvidia.github.io/k8s-device-plugin"}
