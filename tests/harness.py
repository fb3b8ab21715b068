"""Runs programs in the embedded engine, for tests: with any providers, state in a temporary folder, nothing kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine import Event, FileBackend, Operation, Options, Program, Project, Stack, Summary, run, state
from engine.resource import ResourceState
from engine.secrets import Crypter
from engine.snapshot import PendingOperation
from engine.urn import parse
from protocol.provider import ProviderFactory

PASSPHRASE = "test"


@cache
def crypter() -> Crypter:
    """What every stack's secrets are encrypted with. Its key takes a third of a second, so all tests share it."""
    return Crypter.create(PASSPHRASE)


@dataclass(frozen=True, kw_only=True)
class Result:
    """What an operation left behind.

    Attributes:
        summary: what the operation says it did.
        events: everything it told while it ran.
        resources: the recorded state after it, in dependency order.
    """

    summary: Summary
    events: list[Event]
    resources: list[ResourceState]

    def of(self, type_: str, name: str) -> ResourceState:
        """The resource of this type token and logical name."""
        found = [r for r in self.resources if r.type == type_ and parse(r.urn).name == name and not r.delete]
        assert len(found) == 1, f"{len(found)} resources {type_} {name!r}; there are {sorted(self.names(type_))}"
        return found[0]

    def names(self, type_: str) -> set[str]:
        """The logical names of all resources of a type token."""
        return {parse(r.urn).name for r in self.resources if r.type == type_ and not r.delete}

    def inputs(self, type_: str, name: str) -> dict[str, Any]:
        """The checked inputs of a resource, secrets wrapped."""
        return self.of(type_, name).inputs

    def outputs(self, type_: str, name: str) -> dict[str, Any]:
        """The outputs of a resource, secrets wrapped."""
        return self.of(type_, name).outputs

    def steps(self, *ops: str) -> set[tuple[str, str]]:
        """The type token and the logical name of every resource that began one of these steps."""
        found = (event.json().get("resourcePreEvent") for event in self.events)
        metadata = [pre["metadata"] for pre in found if pre]
        return {(m["type"], parse(m["urn"]).name) for m in metadata if m["op"] in ops}


@dataclass(kw_only=True)
class Deployer:
    """One stack of a project in a temporary folder; every call is one operation on it.

    Attributes:
        folder: where `Pulumi.yaml`, the stack file and the state lie.
        providers: who serves the packages.
        project: the project's name, which configuration keys without a namespace get.
        stack: the stack's name.
    """

    folder: Path
    providers: Mapping[str, ProviderFactory]
    project: str = "strata"
    stack: str = "test"

    def __call__(
        self,
        program: Program | None,
        config: Mapping[str, Any] | None = None,
        operation: Operation = Operation.UP,
        *,
        succeeds: bool = True,
        **options: Any,
    ) -> Result:
        """Carry out an operation.

        Args:
            program: declares the resources; None for the `__main__.py` in the folder, or where none is run.
            config: the stack's whole configuration; `None` keeps what it was.
            operation: what to do.
            succeeds: whether it has to succeed; set it to False to look at what failed.
            options: those of `engine.Options`.
        """
        self._write_project(config)
        events: list[Event] = []
        stack = self.open()
        summary = run(
            operation,
            stack,
            providers=self.providers,
            options=Options(**options),
            on_event=events.append,
            program=program,
        )
        if succeeds:
            assert summary.succeeded, "\n".join(summary.errors)
        return Result(summary=summary, events=events, resources=self.resources())

    def open(self) -> Stack:
        """The stack, read anew."""
        return Stack(Project.load(self.folder), self.stack, self.backend, passphrase=PASSPHRASE)

    @property
    def backend(self) -> FileBackend:
        """Where the state is kept."""
        return FileBackend(self.folder / "state")

    def resources(self) -> list[ResourceState]:
        """The recorded resources."""
        stack = self.open()
        return state.load(self.backend, self.project, self.stack, stack.crypter).snapshot.resources

    def pending(self) -> list[PendingOperation]:
        """What providers were asked for and never answered."""
        stack = self.open()
        return state.load(self.backend, self.project, self.stack, stack.crypter).snapshot.pending_operations

    def encrypted(self, text: str) -> str:
        """A value for `secure:` in the configuration."""
        return crypter().encrypt(text)

    def _write_project(self, config: Mapping[str, Any] | None) -> None:
        project = self.folder / "Pulumi.yaml"
        if not project.exists():
            project.write_text(yaml.safe_dump({"name": self.project, "runtime": "python"}))
        stack_file = self.folder / f"Pulumi.{self.stack}.yaml"
        if config is not None or not stack_file.exists():
            values = {
                key: value if isinstance(value, dict | list | str) else json.dumps(value)
                for key, value in (config or {}).items()
            }
            stack_file.write_text(yaml.safe_dump({"encryptionsalt": crypter().salt, "config": values}))
