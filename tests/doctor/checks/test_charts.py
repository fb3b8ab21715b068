"""Charts against the cluster's version, and the kinds that are declared against those that charts bring."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from components.addons import KubernetesVersion
from components.charts import Chart as Pinned
from doctor import CannotTell, Outcome, Subject
from doctor.checks.charts import CHECKS, judge
from doctor.data import table
from doctor.declared import Chart
from tests.doctor.conftest import Resource, chart, cluster

MATRIX, KINDS = CHECKS
Declare = Callable[..., Subject]
KEDA = "https://kedacore.github.io/charts"
QUEUE = Resource("kubernetes:kueue.x-k8s.io/v1beta2:ClusterQueue")


def test_charts_that_fit(declare: Declare) -> None:
    found = MATRIX.run(declare(cluster("1.35"), chart("keda", "2.20.2", KEDA), chart("oci://r/kueue", "0.19.4")))
    assert (found.outcome, found.found) == (Outcome.PASS, "all 2 charts are made for Kubernetes 1.35")


def test_a_chart_that_is_made_for_older_clusters_fails(declare: Declare) -> None:
    found = MATRIX.run(declare(cluster("1.36"), chart("keda", "2.20.2", KEDA)))
    assert (found.outcome, found.found) == (Outcome.FAIL, "keda 2.20.2 is made for Kubernetes 1.33 to 1.35")


def test_a_chart_that_needs_a_newer_cluster_fails(declare: Declare) -> None:
    found = MATRIX.run(declare(cluster("1.30"), chart("oci://r/cert-manager", "v1.21.1")))
    assert (found.outcome, found.found) == (Outcome.FAIL, "cert-manager 1.21.1 needs Kubernetes 1.33 or later")


@pytest.mark.parametrize(
    ("address", "version", "why"),
    [
        ("oci://r/kueue", "0.99.0", "kueue 0.99.0 is in no table"),
        ("oci://r/mine", "1.0.0", "mine 1.0.0 is in no table"),
        ("oci://r/karpenter", "1.15.0", "karpenter 1.15.0 is stated up to 1.35"),
    ],
)
def test_what_is_not_known_is_said(declare: Declare, address: str, version: str, why: str) -> None:
    found = MATRIX.run(declare(cluster("1.36"), chart(address, version)))
    assert (found.outcome, found.found) == (Outcome.WARN, f"unknown for Kubernetes 1.36: {why}")


def test_every_chart_that_the_platform_pins_has_a_row_and_fits_the_default_version() -> None:
    default = KubernetesVersion.V1_35.value
    for one in Pinned:
        name = one.address.rpartition("/")[2]
        assert judge(Chart(name, one.version.removeprefix("v"), one.address), default) == (True, ""), name


def test_every_row_has_its_source() -> None:
    rows = [row for chart in table("charts").values() for row in chart.values()]
    assert all(row["source"].startswith("https://") for row in rows)
    assert all(row.keys() <= {"from", "to", "known", "source"} for row in rows)


def test_without_charts_or_a_cluster_there_is_no_matrix(declare: Declare) -> None:
    for resources in ((), (cluster("1.35"),), (chart("keda", "2.20.2", KEDA),)):
        with pytest.raises(CannotTell, match="declares no charts, or no cluster"):
            MATRIX.run(declare(*resources))


def test_kinds_that_a_chart_brings(declare: Declare) -> None:
    found = KINDS.run(declare(chart("oci://r/kueue", "0.19.4"), QUEUE, Resource("kubernetes:core/v1:Namespace")))
    assert (found.outcome, found.found.startswith("what the stack installs brings all 1 ")) == (Outcome.PASS, True)


def test_a_kind_that_nothing_brings_names_the_chart_that_does(declare: Declare) -> None:
    found = KINDS.run(declare(QUEUE))
    assert (found.outcome, found.found) == (
        Outcome.FAIL,
        "nothing in the stack brings ClusterQueue (kueue.x-k8s.io/v1beta2)",
    )
    assert found.mend.startswith("the chart kueue 0.19.4 brings it: ")


def test_a_version_that_the_chart_does_not_serve(declare: Declare) -> None:
    old = Resource("kubernetes:kueue.x-k8s.io/v1alpha1:ClusterQueue")
    found = KINDS.run(declare(chart("oci://r/kueue", "0.19.4"), old))
    assert (found.outcome, "serves it as kueue.x-k8s.io/v1beta1" in found.mend) == (Outcome.FAIL, True)


def test_a_chart_that_nobody_knows_may_bring_it(declare: Declare) -> None:
    found = KINDS.run(declare(chart("oci://r/mine", "1.0.0"), QUEUE))
    assert (found.outcome, "unknown whether mine brings it" in found.found) == (Outcome.WARN, True)


def test_what_the_stack_defines_itself_counts(declare: Declare) -> None:
    spec = {"group": "kueue.x-k8s.io", "names": {"kind": "ClusterQueue"}, "versions": [{"name": "v1beta2"}]}
    defined = Resource("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", "queues", {"spec": spec})
    assert KINDS.run(declare(defined, QUEUE)).outcome is Outcome.PASS


def test_without_custom_kinds_there_is_nothing_to_bring(declare: Declare) -> None:
    with pytest.raises(CannotTell, match="declares no custom resources"):
        KINDS.run(declare(Resource("kubernetes:apps/v1:Deployment")))
