"""What is left in a cluster's store: of a cluster that lives, and of one that is gone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit import Standing, assess
from audit.cluster import OWNER_LABEL, ask_clusters
from sandbox.providers.kubernetes.store import Key, Store
from tests.audit.conftest import OWNER

OURS, THEIRS, NOBODYS = "https://ours", "https://theirs", "https://nobodys"


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store(":memory:")
    yield store
    store.close()


def put(store: Store, cluster: str, kind: str, name: str, namespace: str = "", **metadata: object) -> None:
    store.put(Key(cluster, "", kind, namespace, name), {"metadata": {"name": name, **metadata}})


def asked(store: Store, *, ours: tuple[str, ...] = ()) -> set[str]:
    return {one.id for one in ask_clusters(store, OWNER, ours=ours, others=[THEIRS])}


def test_of_a_cluster_that_is_known_to_be_ours_everything_is_found(store: Store) -> None:
    put(store, OURS, "ConfigMap", "code", "jobs")
    put(store, THEIRS, "ConfigMap", "code", "jobs")
    assert asked(store, ours=(OURS,)) == {f"{OURS}/jobs/code"}


def test_of_a_cluster_that_nobody_knows_a_namespace_tells_whose_it_was(store: Store) -> None:
    put(store, OURS, "Namespace", "jobs", labels={OWNER_LABEL: "strata-dev"})
    put(store, NOBODYS, "Namespace", "jobs", labels={OWNER_LABEL: "strata-prod"})
    assert asked(store) == {f"{OURS}/jobs"}


def test_what_nobody_can_tell_the_owner_of_is_shown_rather_than_hidden(store: Store) -> None:
    put(store, NOBODYS, "Secret", "sh.helm.release.v1.x.v1", "kube-system", labels={"owner": "helm", "name": "x"})
    assert asked(store) == {f"{NOBODYS}/kube-system/sh.helm.release.v1.x.v1"}


def test_what_a_recorded_release_brought_belongs_to_it(store: Store) -> None:
    """And so does Helm's own record of it; an object that no release and no state knows is residue."""
    brought = {"meta.helm.sh/release-name": "kueue", "meta.helm.sh/release-namespace": "kueue-system"}
    put(store, OURS, "CustomResourceDefinition", "queues.kueue", annotations=brought)
    put(store, OURS, "Secret", "sh.helm.release.v1.kueue.v1", "kueue-system", labels={"owner": "helm", "name": "kueue"})
    put(store, OURS, "Namespace", "jobs")
    put(store, OURS, "Deployment", "stray", "jobs")
    found = ask_clusters(store, OWNER, ours=[OURS], others=())
    recorded = {"Release/kueue-system/kueue", "Namespace/jobs"}
    judged = {entry.finding.kind: entry.standing for entry in assess(found, recorded, "").entries}
    assert judged == {
        "CustomResourceDefinition": Standing.KEPT,
        "Release": Standing.KEPT,
        "Namespace": Standing.KEPT,
        "Deployment": Standing.RESIDUE,
    }
    gone = assess(found, (), "").entries
    assert {entry.standing for entry in gone} == {Standing.RESIDUE}
    assert {entry.cost.usd for entry in gone} == {0.0}
