"""The table of charts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sandbox.providers.kubernetes.helm import charts
from sandbox.providers.kubernetes.kinds import BUILT_IN


def test_the_table_is_where_its_errors_say() -> None:
    assert Path(charts.TABLE).resolve() == Path(charts.__file__).resolve()


@pytest.mark.parametrize("name", sorted(charts.CHARTS))
def test_an_entry_is_well_formed(name: str) -> None:
    chart = charts.CHARTS[name]
    assert re.fullmatch(r"v?\d+\.\d+\.\d+", chart.version)
    for definition in chart.definitions:
        assert "." in definition.group
        assert definition.versions
        assert not any(
            (f"{definition.group}/{version}", definition.kind) in BUILT_IN for version in definition.versions
        )


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("ClusterQueue", "clusterqueues.kueue.x-k8s.io"),
        ("GatewayClass", "gatewayclasses.gateway.networking.k8s.io"),
        ("ClusterPolicy", "clusterpolicies.nvidia.com"),
        ("Prometheus", "prometheuses.monitoring.coreos.com"),
        ("TopologyOfNothing", None),
    ],
)
def test_definitions_bear_the_plural_and_the_group(kind: str, name: str | None) -> None:
    found = {d.name for chart in charts.CHARTS.values() for d in chart.definitions if d.kind == kind}
    assert found == ({name} if name else set())


@pytest.mark.parametrize("address", ["kueue", "oci://registry.k8s.io/kueue/charts/kueue", "oci://a.example.com/kueue/"])
def test_a_chart_is_found_by_the_end_of_its_address(address: str) -> None:
    assert charts.find(address) is charts.CHARTS["kueue"]
