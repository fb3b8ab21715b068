"""The kubeconfig leads to the cluster, and holds nothing that lets anybody in."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.account import Account
from components.kubeconfig import kubeconfig
from protocol.values import Secret, reveal
from tests.components.conftest import BringUp
from tests.components.surroundings import CLUSTER, REGION, eks_cluster, network
from tests.harness import Result


@pytest.fixture(scope="module")
def made(up: BringUp) -> Result:
    def build(opts: pulumi.ResourceOptions) -> None:
        stands_on = network(opts)
        found = kubeconfig(eks_cluster(stands_on, opts), Account.of(stands_on).region)
        pulumi.export("kubeconfig", found)

    return up(build)


@pytest.fixture(scope="module")
def document(made: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(reveal(made.summary.outputs["kubeconfig"]))
    return found


def test_it_is_a_secret(made: Result) -> None:
    assert isinstance(made.summary.outputs["kubeconfig"], Secret)


def test_it_names_the_cluster_and_whom_to_trust(made: Result, document: dict[str, Any]) -> None:
    cluster = made.outputs("aws:eks/cluster:Cluster", "cluster")
    assert document["clusters"] == [
        {
            "name": CLUSTER,
            "cluster": {
                "server": cluster["endpoint"],
                "certificate-authority-data": cluster["certificateAuthority"]["data"],
            },
        }
    ]


def test_a_token_is_fetched_for_each_call_and_none_is_kept(document: dict[str, Any]) -> None:
    (user,) = document["users"]
    assert user["user"] == {
        "exec": {
            "apiVersion": "client.authentication.k8s.io/v1beta1",
            "command": "aws",
            "args": ["eks", "get-token", "--cluster-name", CLUSTER, "--region", REGION, "--output", "json"],
            "interactiveMode": "Never",
        }
    }


def test_its_context_joins_cluster_and_user(document: dict[str, Any]) -> None:
    assert document["current-context"] == CLUSTER
    assert document["contexts"] == [{"name": CLUSTER, "context": {"cluster": CLUSTER, "user": CLUSTER}}]
    assert [user["name"] for user in document["users"]] == [CLUSTER]
    assert (document["apiVersion"], document["kind"]) == ("v1", "Config")
