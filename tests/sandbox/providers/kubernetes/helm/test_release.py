"""Helm releases: pinned charts, the kinds they bring, revisions, and what stands in the way of their end."""

from __future__ import annotations

from typing import Any

import pytest

from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Secret
from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.helm import records, stuck
from sandbox.providers.kubernetes.helm.charts import CHARTS, TABLE
from tests.sandbox.providers.kubernetes.driver import Driver

NAMESPACE = "kubernetes:core/v1:Namespace"
QUEUE = "kubernetes:kueue.x-k8s.io/v1beta2:ClusterQueue"
RELEASE = "kubernetes:helm.sh/v3:Release"
KUEUE: dict[str, Any] = {
    "chart": "oci://registry.k8s.io/kueue/charts/kueue",
    "version": "0.19.4",
    "name": "kueue",
    "namespace": "kueue-system",
    "createNamespace": True,
}


def queue(name: str) -> dict[str, Any]:
    return {"apiVersion": "kueue.x-k8s.io/v1beta2", "kind": "ClusterQueue", "metadata": {"name": name}}


def chart(name: str, **more: Any) -> dict[str, Any]:
    """An installation of a chart from the table, in a namespace that exists."""
    source = {"chart": f"oci://example.com/charts/{name}", "version": CHARTS[name].version}
    return {**source, "name": name, "namespace": "kube-system", **more}


def kinds(cluster: ApiServer) -> set[str]:
    return {body["spec"]["names"]["kind"] for body in cluster.list() if body["kind"] == "CustomResourceDefinition"}


def test_a_release_tells_what_helm_would(driver: Driver) -> None:
    recorded = driver.create(RELEASE, {**KUEUE, "values": {"replicas": 2}})
    assert recorded.id == "kueue-system/kueue"
    assert recorded.outputs["status"] == {
        "chart": "kueue",
        "name": "kueue",
        "namespace": "kueue-system",
        "revision": 1,
        "status": "deployed",
        "version": "0.19.4",
    }
    assert recorded.outputs["values"] == {"replicas": 2}
    names = recorded.outputs["resourceNames"]["CustomResourceDefinition.apiextensions.k8s.io/apiextensions.k8s.io/v1"]
    assert "clusterqueues.kueue.x-k8s.io" in names


def test_a_release_brings_the_kinds_of_its_chart_in_every_served_version(driver: Driver) -> None:
    driver.create(RELEASE, KUEUE)
    assert driver.create(QUEUE, queue("gpus")).id == "gpus"
    older = {"apiVersion": "kueue.x-k8s.io/v1beta1", "kind": "LocalQueue", "metadata": {"name": "train"}}
    assert driver.create("kubernetes:kueue.x-k8s.io/v1beta1:LocalQueue", older).id == "default/train"


def test_a_name_is_made_when_none_is_given(driver: Driver) -> None:
    inputs, failures = driver.check(RELEASE, {key: value for key, value in KUEUE.items() if key != "name"}, name="q")
    assert failures == []
    assert len(inputs["name"]) == len("q-12345678")
    assert (
        driver.check(RELEASE, {"chart": KUEUE["chart"], "version": "0.19.4"}, olds=inputs)[0]["name"] == inputs["name"]
    )


@pytest.mark.parametrize(
    ("changed", "failures"),
    [
        (
            {"version": None},
            ["version: is required: a chart is pinned; the sandbox knows kueue 0.19.4"],
        ),
        (
            {"version": "0.20.0"},
            [f"version: kueue 0.20.0: the sandbox knows the kinds of 0.19.4; bring its entry in {TABLE} up to date"],
        ),
        ({"version": "0.19.9"}, []),
        ({"version": UNKNOWN, "values": UNKNOWN}, []),
        ({"chart": "kueue"}, ["repositoryOpts.repo: is required for a chart that is not at an oci:// address"]),
        ({"name": "Kueue"}, None),
        ({"valus": {}}, ["valus: unknown, did you mean 'values'?"]),
    ],
)
def test_mistakes_stop_at_check(driver: Driver, changed: dict[str, Any], failures: list[str] | None) -> None:
    found = driver.check(RELEASE, {**KUEUE, **changed})[1]
    if failures is None:
        assert [failure.partition(":")[0] for failure in found] == ["name"]
    else:
        assert found == failures


def test_an_unknown_chart_names_the_table(driver: Driver) -> None:
    [failure] = driver.check(RELEASE, {**KUEUE, "chart": "oci://example.com/charts/seldon"})[1]
    assert failure.startswith(f"chart: the sandbox does not know the chart 'seldon'; add it to {TABLE}; it knows argo-")


def test_an_upgrade_counts_the_revision_and_keeps_one_record(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(RELEASE, {**KUEUE, "values": {"a": 1}})
    changed = {**KUEUE, "values": {"a": 2}}
    assert driver.kinds(recorded, changed) == {"values.a": "UPDATE"}
    updated = driver.update(recorded, changed)
    assert updated.outputs["status"]["revision"] == 2
    assert [b["metadata"]["name"] for b in cluster.list() if b["kind"] == "Secret"] == ["sh.helm.release.v1.kueue.v2"]


def test_another_name_or_namespace_is_another_release(driver: Driver) -> None:
    recorded = driver.create(RELEASE, KUEUE)
    assert driver.kinds(recorded, {**KUEUE, "name": "other"}) == {"name": "UPDATE_REPLACE"}
    assert driver.kinds(recorded, {**KUEUE, "namespace": "default"}) == {"namespace": "UPDATE_REPLACE"}


def test_the_same_release_again_is_no_change_and_a_refresh_neither(driver: Driver) -> None:
    recorded = driver.create(RELEASE, {**KUEUE, "values": {"a": Secret("hunter2")}})
    assert driver.kinds(recorded, {**KUEUE, "values": {"a": Secret("hunter2")}}) == {}
    assert driver.read(recorded) == recorded
    assert "hunter2" not in repr(recorded)


def test_a_refresh_sees_an_upgrade_and_an_uninstall_from_outside(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(RELEASE, KUEUE)
    records.write(cluster, records.Record("kueue-system", "kueue", 2, KUEUE["chart"], "0.19.5", {}))
    read = driver.read(recorded)
    assert read is not None
    assert (read.inputs["version"], read.outputs["status"]["revision"]) == ("0.19.5", 2)
    records.forget(cluster, "kueue-system", "kueue")
    assert driver.read(recorded) is None
    with pytest.raises(ProviderError, match="release kueue-system/kueue not found"):
        driver.update(recorded, {**KUEUE, "values": {"a": 1}})


def test_values_that_changed_from_outside_are_secret_if_one_of_them_was(driver: Driver, cluster: ApiServer) -> None:
    recorded = driver.create(RELEASE, {**KUEUE, "values": {"password": Secret("hunter2")}})
    changed = records.Record("kueue-system", "kueue", 2, KUEUE["chart"], "0.19.4", {"password": "hunter3"})
    records.write(cluster, changed)
    read = driver.read(recorded)
    assert read is not None
    assert read.inputs["values"] == read.outputs["values"] == Secret({"password": "hunter3"})


def test_the_namespace_must_exist_unless_helm_makes_it(driver: Driver) -> None:
    with pytest.raises(ProviderError, match='namespaces "kueue-system" not found; declare it'):
        driver.create(RELEASE, {**KUEUE, "createNamespace": False})


def test_a_name_can_be_used_once(driver: Driver) -> None:
    driver.create(RELEASE, KUEUE)
    with pytest.raises(ProviderError, match="the name is in use by another release"):
        driver.create(RELEASE, KUEUE, name="two")


def test_a_release_whose_kinds_are_in_use_does_not_go(driver: Driver, cluster: ApiServer) -> None:
    release = driver.create(RELEASE, KUEUE)
    gpus = driver.create(QUEUE, queue("gpus"))
    with pytest.raises(ProviderError) as refused:
        driver.delete(release)
    assert str(refused.value) == (
        "release kueue-system/kueue: objects of its kinds are left, and what looks after them would go with it: "
        "ClusterQueue gpus; delete them first, or let their resources depend on this Release (depends_on)"
    )
    driver.delete(gpus)
    driver.delete(release)
    assert [f"{body['kind']} {body['metadata']['name']}" for body in cluster.list()] == ["Namespace kueue-system"]


def test_a_release_that_is_gone_can_be_deleted_again(driver: Driver) -> None:
    release = driver.create(RELEASE, KUEUE)
    driver.delete(release)
    driver.delete(release)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_every_chart_of_the_table_installs_and_goes(driver: Driver, cluster: ApiServer, name: str) -> None:
    for needed in ("kserve-crd", "cert-manager") if CHARTS[name].needs else ():
        driver.create(RELEASE, chart(needed, values={"crds": {"enabled": True}}), name=needed)
    before = cluster.list()
    release = driver.create(RELEASE, chart(name))
    brought = CHARTS[name].brought({}, skip_crds=False)
    assert {definition.kind for definition in brought} <= kinds(cluster)
    driver.delete(release)
    assert cluster.list() == before


def test_crds_in_the_charts_folder_can_be_skipped_others_follow_the_values(driver: Driver, cluster: ApiServer) -> None:
    driver.create(RELEASE, chart("karpenter", skipCrds=True), name="karpenter")
    driver.create(RELEASE, chart("cert-manager"), name="cert-manager")
    driver.create(RELEASE, chart("keda", values={"crds": {"install": False}}), name="keda")
    assert kinds(cluster) == set()
    driver.create(RELEASE, {**KUEUE, "skipCrds": True})
    assert "ClusterQueue" in kinds(cluster)


def test_two_charts_with_the_same_kinds_stand_beside_each_other(driver: Driver, cluster: ApiServer) -> None:
    definitions = driver.create(RELEASE, chart("karpenter-crd"), name="crd")
    controller = driver.create(RELEASE, chart("karpenter"), name="karpenter")
    driver.delete(controller)
    assert kinds(cluster) == {"EC2NodeClass", "NodeClaim", "NodeOverlay", "NodePool"}
    driver.delete(definitions)
    assert kinds(cluster) == set()


def test_a_chart_whose_templates_need_other_kinds_names_what_brings_them(driver: Driver) -> None:
    with pytest.raises(ProviderError) as refused:
        driver.create(RELEASE, chart("kserve-resources"))
    assert str(refused.value).startswith(
        'chart kserve-resources: no matches for kind "ClusterServingRuntime" in version "serving.kserve.io/v1alpha1"; '
        "the chart kserve-crd v0.20.0 brings it"
    )


def test_an_install_under_the_name_of_an_earlier_one_finds_what_that_made(driver: Driver) -> None:
    """The engine asks again, under the same name, when the answer got lost; an upgrade in between changes nothing."""
    first = driver.create(RELEASE, KUEUE, attempt="one")
    assert driver.create(RELEASE, KUEUE, attempt="one") == first
    upgraded = driver.update(first, {**KUEUE, "values": {"replicas": 2}})
    again = driver.create(RELEASE, {**KUEUE, "values": {"replicas": 2}}, attempt="one")
    assert again.outputs["status"] == upgraded.outputs["status"]
    for other in ("two", ""):
        with pytest.raises(ProviderError, match="in use by another release"):
            driver.create(RELEASE, KUEUE, attempt=other)


def test_a_release_that_is_stuck_is_not_touched_until_it_is_cleared(driver: Driver, cluster: ApiServer) -> None:
    installed = driver.create(RELEASE, KUEUE)
    labels = {"name": "kueue", "owner": "helm", "status": "pending-upgrade", "version": "2"}
    metadata = {"name": "sh.helm.release.v1.kueue.v2", "namespace": "kueue-system", "labels": labels}
    cluster.create({"apiVersion": "v1", "kind": "Secret", "type": records.TYPE, "metadata": metadata, "data": {}})
    refusal = r"another operation \(install/upgrade/rollback\) is in progress: revision 2 is pending-upgrade"
    with pytest.raises(ProviderError, match=refusal):
        driver.update(installed, {**KUEUE, "values": {"replicas": 3}})
    with pytest.raises(ProviderError, match=refusal):
        driver.create(RELEASE, KUEUE)
    (under_way,) = stuck.find(cluster)
    stuck.clear(cluster, under_way)
    assert driver.update(installed, {**KUEUE, "values": {"replicas": 3}}).outputs["status"]["revision"] == 2
