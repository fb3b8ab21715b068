"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from protocol.provider import ProviderFactory
from tests.harness import Deployer


@pytest.fixture(scope="session")
def sandbox_providers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, ProviderFactory]]:
    """The sandbox's providers, in this process: AWS on a thread, Kubernetes in memory."""
    from sandbox.aws.server import AwsServer
    from sandbox.providers.aws.provider import AwsProvider
    from sandbox.providers.kubernetes.provider import KubernetesProvider

    with AwsServer() as server:
        store = tmp_path_factory.mktemp("kubernetes") / "kubernetes.db"
        yield {"aws": lambda: AwsProvider(server.endpoint), "kubernetes": lambda: KubernetesProvider(store)}


@pytest.fixture
def deploy(tmp_path: Path, sandbox_providers: Mapping[str, ProviderFactory]) -> Deployer:
    """A stack in the sandbox: `deploy(program)` brings it up; called again, it is the second `up`."""
    return Deployer(folder=tmp_path, providers=sandbox_providers)
