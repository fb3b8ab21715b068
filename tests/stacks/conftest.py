"""The real program in a sandbox of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

ROOT = Path(__file__).parents[2]
REGION = "eu-central-1"

Change = tuple[str, str, str]
"""A step, a type token, a logical name."""


@dataclass
class Platform:
    """A copy of the project whose stack files may be changed, in a sandbox of its own."""

    folder: Path
    server: AwsServer
    store: Store

    def __call__(
        self, operation: Operation, stack: str, config: Mapping[str, str] | None = None, **options: Any
    ) -> tuple[Summary, set[Change]]:
        """Carry out an operation that must succeed; tell every change it made, or would make.

        Args:
            operation: what to do.
            stack: the stack's name.
            config: configuration of this run alone.
            options: those of `engine.Options`.
        """
        events: list[Any] = []
        summary = run(
            operation,
            self.open(stack).with_config(config or {}),
            providers={
                "aws": lambda: AwsProvider(self.server.endpoint),
                "kubernetes": lambda: KubernetesProvider(connect_to(self.store)),
            },
            options=Options(**options),
            on_event=events.append,
        )
        assert summary.succeeded, "\n".join(summary.errors)
        done = [event.json().get("resOutputsEvent") for event in events]
        metadata = [event["metadata"] for event in done if event]
        return summary, {(m["op"], m["type"], parse(m["urn"]).name) for m in metadata if m["op"] != "same"}

    def open(self, stack: str) -> Stack:
        """The stack, read anew."""
        return Stack(Project.load(self.folder), stack, FileBackend(self.folder / "state"), passphrase="test")

    def resources(self, stack: str) -> list[ResourceState]:
        """The recorded resources."""
        opened = self.open(stack)
        return state.load(opened.backend, opened.project.name, stack, opened.crypter).snapshot.resources

    def one(self, stack: str, token: str, name: str) -> ResourceState:
        """The recorded resource of this type token and name."""
        (found,) = [each for each in self.resources(stack) if each.type == token and parse(each.urn).name == name]
        return found

    def physical_ids(self, stack: str) -> set[tuple[str, str]]:
        """Type and id of whatever was made in the account."""
        return {(each.type, each.id) for each in self.resources(stack) if each.type.startswith("aws:")}

    def stack_file(self, stack: str) -> Path:
        """The stack's settings."""
        return self.folder / f"stacks/Pulumi.{stack}.yaml"

    def change(self, stack: str, section: str, **settings: Any) -> None:
        """Change settings of a section in the stack file."""
        path = self.stack_file(stack)
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


@pytest.fixture
def platform(tmp_path: Path, aws_server: AwsServer) -> Iterator[Platform]:
    """A project in a sandbox that holds nothing yet."""
    with empty_platform(tmp_path, aws_server) as made:
        yield made


@contextmanager
def empty_platform(folder: Path, server: AwsServer) -> Iterator[Platform]:
    """A copy of the project in a folder, and a sandbox that holds nothing yet."""
    server.reset()
    shutil.copy(ROOT / "Pulumi.yaml", folder)
    shutil.copytree(ROOT / "stacks", folder / "stacks", ignore=shutil.ignore_patterns("__pycache__"))
    store = Store(":memory:")
    yield Platform(folder, server, store)
    store.close()
