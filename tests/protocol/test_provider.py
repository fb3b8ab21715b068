"""The provider protocol is Pulumi's own, and its errors say what is known."""

from __future__ import annotations

from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from protocol.provider import InitializationFailed, Provider, ProviderError
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.provider import KubernetesProvider

VERBS = {name for name in vars(Provider) if name[0].isupper()}


def test_every_verb_is_one_of_the_official_service() -> None:
    """So that the same object can be served over gRPC."""
    service = provider_pb2.DESCRIPTOR.services_by_name["ResourceProvider"]
    assert VERBS - {method.name for method in service.methods} == set()


def test_every_verb_that_an_operation_needs_is_there() -> None:
    for_providers, for_resources = {"CheckConfig", "DiffConfig", "Configure"}, {"Check", "Diff", "Create", "Read"}
    assert for_providers | for_resources | {"Update", "Delete", "Invoke", "Cancel"} == VERBS


@pytest.mark.parametrize("provider", [AwsProvider, KubernetesProvider])
def test_sandbox_providers_answer_every_verb(provider: type[Any]) -> None:
    assert {verb for verb in VERBS if not callable(getattr(provider, verb, None))} == set()


def test_failed_initialization_tells_every_reason_and_what_exists() -> None:
    failure = InitializationFailed("id-1", {"a": 1}, {"b": 2}, ["no node", "no image"])
    assert isinstance(failure, ProviderError)
    assert str(failure) == "no node; no image"
    assert (failure.id, failure.properties, failure.inputs) == ("id-1", {"a": 1}, {"b": 2})
    assert failure.reasons == ("no node", "no image")
