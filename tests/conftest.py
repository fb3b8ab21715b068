"""Fixtures of the whole suite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from protocol.provider import ProviderFactory
from sandbox.aws.server import AwsServer
from tests.harness import Deployer
from tests.sandbox.faults import Faults, troubled

# How fast a machine is at the moment is no property of the code, and a change is judged by what it changes: each run
# takes the same examples. `pytest --hypothesis-profile explore` looks for others.
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("strata", settings.get_profile("explore"), derandomize=True)
settings.load_profile("strata")


@pytest.fixture(scope="session", autouse=True)
def nothing_left_running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests start, they stop: no sandbox lives on in a temporary folder of theirs."""
    yield
    temporary = str(tmp_path_factory.getbasetemp())
    left = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            command = path.read_bytes().decode(errors="replace").split("\0")
            left += [command] if "sandbox.aws.server" in command and temporary in " ".join(command) else []
    assert left == []


@pytest.fixture(scope="session")
def aws_server() -> Iterator[AwsServer]:
    """The sandbox's AWS server on a thread of this process; what it holds is shared by all tests that use it."""
    with AwsServer() as server:
        yield server


@pytest.fixture(scope="module")
def faults_of_module(aws_server: AwsServer) -> Iterator[Faults]:
    """The same server behind another port, where AWS is in trouble."""
    with troubled(aws_server) as faults:
        yield faults


@pytest.fixture
def faults(aws_server: AwsServer, faults_of_module: Faults) -> Iterator[Faults]:
    """An AWS that holds nothing yet, and is in the trouble that a test gets it into."""
    aws_server.reset()
    faults_of_module.heal()
    yield faults_of_module
    faults_of_module.heal()


@pytest.fixture
def sandbox_providers(aws_server: AwsServer) -> Iterator[Mapping[str, ProviderFactory]]:
    """The providers of a sandbox that holds nothing yet: AWS on a thread, Kubernetes in memory."""
    with _empty_sandbox(aws_server) as providers:
        yield providers


@pytest.fixture
def deploy(tmp_path: Path, sandbox_providers: Mapping[str, ProviderFactory]) -> Deployer:
    """A stack in the sandbox: `deploy(program)` brings it up; called again, it is the second `up`."""
    return Deployer(folder=tmp_path, providers=sandbox_providers)


@pytest.fixture(scope="module")
def deploy_once(tmp_path_factory: pytest.TempPathFactory, aws_server: AwsServer) -> Iterator[Deployer]:
    """As `deploy`, for a fixture of a whole module whose tests only read what it left behind."""
    with _empty_sandbox(aws_server) as providers:
        yield Deployer(folder=tmp_path_factory.mktemp("stack"), providers=providers)


@contextmanager
def _empty_sandbox(aws_server: AwsServer) -> Iterator[Mapping[str, ProviderFactory]]:
    from sandbox.providers.aws.provider import AwsProvider
    from sandbox.providers.kubernetes.api_server import connect_to
    from sandbox.providers.kubernetes.provider import KubernetesProvider
    from sandbox.providers.kubernetes.store import Store

    aws_server.reset()
    store = Store(":memory:")
    yield {
        "aws": lambda: AwsProvider(aws_server.endpoint),
        "kubernetes": lambda: KubernetesProvider(connect_to(store)),
    }
    store.close()
