"""The provider's settings: kubeconfig, namespace, flags."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Secret, encode
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.sandbox.providers.kubernetes.driver import kubeconfig


def failures(store: Store, **settings: Any) -> list[str]:
    response = KubernetesProvider(connect_to(store)).CheckConfig(pb.CheckRequest(news=encode(settings)))
    return [f"{failure.property}: {failure.reason}" for failure in response.failures]


def test_known_settings_pass(store: Store) -> None:
    settings = {
        "kubeconfig": Secret(kubeconfig()),
        "namespace": "ml",
        "enableServerSideApply": "true",
        "deleteUnreachable": True,
        "suppressDeprecationWarnings": "true",
        "suppressHelmHookWarnings": True,
        "version": "4.34.2",
    }
    assert failures(store, **settings) == []
    assert failures(store, kubeconfig=UNKNOWN) == []


def test_unknown_settings_are_named(store: Store) -> None:
    assert failures(store, kubeconfig=kubeconfig(), namespac="ml") == ["namespac: unknown, did you mean 'namespace'?"]
    assert failures(store, kubeconfig=kubeconfig(), renderYamlToDirectory="x") == [
        "renderYamlToDirectory: objects are applied to the sandbox's cluster, not written to files"
    ]
    assert failures(store, kubeconfig="/home/me/config")[0].startswith("kubeconfig: expected the text of a kubeconfig")


def test_a_provider_without_a_kubeconfig_is_refused(store: Store) -> None:
    with pytest.raises(ProviderError, match="no kubeconfig"):
        KubernetesProvider(connect_to(store)).Configure(pb.ConfigureRequest())


def test_a_cluster_that_is_not_known_yet_can_be_previewed_but_not_used(store: Store) -> None:
    provider = KubernetesProvider(connect_to(store))
    response = provider.Configure(pb.ConfigureRequest(args=encode({"kubeconfig": UNKNOWN})))
    assert response.acceptSecrets
    assert response.supportsPreview
    urn = "urn:pulumi:dev::strata::kubernetes:core/v1:ConfigMap::one"
    checked = provider.Check(pb.CheckRequest(urn=urn, news=encode({"data": {"a": "1"}})))
    assert not checked.failures
    assert provider.Create(pb.CreateRequest(urn=urn, properties=checked.inputs, preview=True)).id == ""
    with pytest.raises(ProviderError, match="the cluster is not known"):
        provider.Create(pb.CreateRequest(urn=urn, properties=checked.inputs))


@pytest.mark.parametrize(
    ("news", "replaces"),
    [
        ({"kubeconfig": kubeconfig()}, []),
        ({"kubeconfig": Secret(kubeconfig("https://other.example.com"))}, ["kubeconfig"]),
        ({"kubeconfig": kubeconfig().replace("credential", "another")}, []),
        ({"kubeconfig": UNKNOWN}, []),
        ({"kubeconfig": kubeconfig(), "namespace": "ml"}, []),
    ],
)
def test_another_cluster_replaces_the_provider_and_new_credentials_do_not(
    store: Store, news: dict[str, Any], replaces: list[str]
) -> None:
    request = pb.DiffRequest(old_inputs=encode({"kubeconfig": kubeconfig()}), news=encode(news))
    assert list(KubernetesProvider(connect_to(store)).DiffConfig(request).replaces) == replaces
