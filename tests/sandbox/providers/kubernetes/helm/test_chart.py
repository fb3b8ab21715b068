"""When a chart brings its kinds."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.providers.kubernetes.helm.chart import Chart, kinds

WIDGETS = kinds("example.com", "v1", "Widget")


@pytest.mark.parametrize(
    ("chart", "values", "skip", "brings"),
    [
        (Chart("c", "1.0.0", WIDGETS), None, False, True),
        (Chart("c", "1.0.0", WIDGETS), None, True, True),
        (Chart("c", "1.0.0", WIDGETS, in_crds_folder=True), None, True, False),
        (Chart("c", "1.0.0", WIDGETS, switch=("crds", "enabled"), on=False), {}, False, False),
        (Chart("c", "1.0.0", WIDGETS, switch=("crds", "enabled"), on=False), {"crds": {"enabled": True}}, False, True),
        (Chart("c", "1.0.0", WIDGETS, switch=("crds", "enabled")), {"crds": {"enabled": False}}, False, False),
        (Chart("c", "1.0.0", WIDGETS, switch=("crds", "enabled")), {"crds": "odd"}, False, True),
    ],
)
def test_values_and_skip_crds_decide(chart: Chart, values: Any, skip: bool, brings: bool) -> None:
    assert chart.brought(values, skip_crds=skip) == (WIDGETS if brings else ())


def test_a_definition_has_a_plural_and_a_name() -> None:
    assert (WIDGETS[0].plural, WIDGETS[0].name) == ("widgets", "widgets.example.com")
