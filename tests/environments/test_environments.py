"""The real program in its three environments, side by side in one sandbox."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from engine import FileBackend, Operation, Options, Project, Stack, Summary, run, state
from engine.resource import ResourceState
from engine.urn import parse
from sandbox.aws.server import AwsServer
from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.kubernetes.api_server import connect_to
from sandbox.providers.kubernetes.provider import KubernetesProvider
from sandbox.providers.kubernetes.store import Store
from tests.environments.inventory import everything

ROOT = Path(__file__).parents[2]
ENVIRONMENTS = ("dev", "staging", "prod")
REGION = "eu-central-1"

Change = tuple[str, str, str]
"""A step, a type token, a logical name."""


@dataclass
class Platform:
    """A copy of the project whose stack files may be changed, in a sandbox of its own."""

    folder: Path
    server: AwsServer
    store: Store

    def __call__(self, operation: Operation, stack: str, **options: Any) -> tuple[Summary, set[Change]]:
        """Carry out an operation that must succeed; tell every change it made, or would make."""
        events: list[Any] = []
        summary = run(
            operation,
            self.open(stack),
            providers={
                "aws": lambda: AwsProvider(self.server.endpoint),
                "kubernetes": lambda: KubernetesProvider(connect_to(self.store)),
            },
            options=Options(**options),
            on_event=events.append,
        )
        assert summary.succeeded, "\n".join(summary.errors)
        begun = [event.json().get("resourcePreEvent") for event in events]
        metadata = [event["metadata"] for event in begun if event]
        return summary, {(m["op"], m["type"], parse(m["urn"]).name) for m in metadata if m["op"] != "same"}

    def open(self, stack: str) -> Stack:
        """The stack, read anew."""
        return Stack(Project.load(self.folder), stack, FileBackend(self.folder / "state"), passphrase="test")

    def resources(self, stack: str) -> list[ResourceState]:
        """The recorded resources."""
        opened = self.open(stack)
        return state.load(opened.backend, opened.project, stack, opened.crypter).snapshot.resources

    def change(self, stack: str, section: str, **settings: Any) -> None:
        """Change settings of a section in the stack file."""
        path = self.folder / f"stacks/Pulumi.{stack}.yaml"
        document = yaml.safe_load(path.read_text())
        document["config"].setdefault(f"strata:{section}", {}).update(settings)
        path.write_text(yaml.safe_dump(document))

    def client(self, service: str) -> Any:
        """A boto3 client, as a user of the sandbox makes one."""
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.server.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",
        )


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("project")
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    shutil.copytree(ROOT / "stacks", folder / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    store = Store(":memory:")
    with AwsServer() as server:
        yield Platform(folder, server, store)
    store.close()
