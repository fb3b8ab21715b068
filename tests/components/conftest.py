"""What a component declares, brought up in the sandbox once for all tests of a file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.aws.server import AwsServer
from tests.components.surroundings import Build, bring_up
from tests.harness import Deployer, Result

BringUp = Callable[[Build], Result]


@pytest.fixture(scope="module")
def up(aws_server: AwsServer, tmp_path_factory: pytest.TempPathFactory) -> BringUp:
    """Brings a stack up in a sandbox of its own: `up(build)`. Tests of a file share what it returns, and only read."""
    from sandbox.providers.aws.provider import AwsProvider
    from sandbox.providers.kubernetes.api_server import connect_to
    from sandbox.providers.kubernetes.provider import KubernetesProvider
    from sandbox.providers.kubernetes.store import Store

    def bring_up_alone(build: Build) -> Result:
        aws_server.reset()
        store = Store(":memory:")
        providers = {
            "aws": lambda: AwsProvider(aws_server.endpoint),
            "kubernetes": lambda: KubernetesProvider(connect_to(store)),
        }
        try:
            return bring_up(Deployer(folder=tmp_path_factory.mktemp("stack"), providers=providers), build)
        finally:
            store.close()

    return bring_up_alone
