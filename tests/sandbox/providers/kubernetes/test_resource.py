"""What resources work with."""

from __future__ import annotations

import pytest

from protocol.provider import ProviderError
from sandbox.providers.kubernetes.api_server import ApiServer
from sandbox.providers.kubernetes.resource import Session


def test_a_session_without_a_cluster_says_why_it_cannot_reach_it() -> None:
    with pytest.raises(ProviderError, match="the provider's kubeconfig has no value yet"):
        _ = Session().plane


def test_a_session_reaches_its_cluster(cluster: ApiServer) -> None:
    assert Session(cluster).plane is cluster
