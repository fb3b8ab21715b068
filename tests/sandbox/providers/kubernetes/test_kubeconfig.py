"""Kubeconfigs lead to a server; nothing of them gets into a message."""

from __future__ import annotations

import json

import pytest

from sandbox.providers.kubernetes.kubeconfig import KubeconfigError, parse
from tests.sandbox.providers.kubernetes.driver import SERVER, kubeconfig

YAML = """
apiVersion: v1
clusters:
- {name: a, cluster: {server: "https://a.example.com/"}}
- {name: b, cluster: {server: "https://b.example.com"}}
contexts:
- {name: a, context: {cluster: a, namespace: team}}
- {name: b, context: {cluster: b}}
current-context: a
"""


def test_a_kubeconfig_is_yaml_or_json() -> None:
    assert (parse(YAML).server, parse(YAML).namespace) == ("https://a.example.com", "team")
    assert (parse(kubeconfig()).server, parse(kubeconfig()).namespace) == (SERVER, "default")


def test_another_context_or_cluster_can_be_chosen() -> None:
    assert parse(YAML, context="b").server == "https://b.example.com"
    assert parse(YAML, cluster="b").server == "https://b.example.com"


@pytest.mark.parametrize("text", ["", "~/.kube/config", "{", "[]", "a: b", "clusters: [1]\ncurrent-context: x", 5])
def test_a_malformed_kubeconfig_is_refused_without_a_word_of_it(text: object) -> None:
    with pytest.raises(KubeconfigError, match="expected the text of a kubeconfig"):
        parse(text)


def test_credentials_stay_out_of_messages() -> None:
    broken = json.loads(kubeconfig())
    del broken["clusters"]
    with pytest.raises(KubeconfigError) as refused:
        parse(json.dumps(broken))
    assert "credential" not in str(refused.value)
