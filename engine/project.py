"""A project (`Pulumi.yaml`) and its stacks, one configured instance of it each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from engine.backend import ORGANIZATION, FileBackend
from engine.config import StackConfig, StackFile, decrypter
from engine.declarations import Declaration, declare
from engine.errors import PassphraseError, ProjectError, StackNotFound
from engine.secrets import Crypter
from engine.yaml_file import describe, read_mapping

_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What `Pulumi.yaml` says.

    Attributes:
        name: the project's name; also the namespace of configuration keys without one.
        root: the folder of `Pulumi.yaml`, absolute.
        main: the program: a folder with a `__main__.py`, or a file.
        stack_folder: where the stack files lie.
        declarations: the configuration keys that stacks may set, by `<namespace>:<name>`.
        description: for people.
    """

    name: str
    root: Path
    main: Path
    stack_folder: Path
    declarations: Mapping[str, Declaration] = field(default_factory=dict)
    description: str = ""

    @classmethod
    def load(cls, root: Path) -> Project:
        """Read `Pulumi.yaml` in a folder.

        Raises:
            ProjectError: the file is missing or wrong; the message has a line for every mistake.
        """
        root = root.resolve()
        file = root / "Pulumi.yaml"
        if not file.is_file():
            raise ProjectError(f"{file}: not found; go to the project's folder, or make a project with this file")
        document, mistakes = read_mapping(file, "Pulumi.yaml")
        if document or not mistakes:
            mistakes += (f"Pulumi.yaml: {mistake}" for mistake in _mistakes(document, root))
            declarations, wrong = declare(str(document.get("name")), document.get("config"))
            mistakes += (f"Pulumi.yaml: {mistake}" for mistake in wrong)
        if mistakes:
            raise ProjectError("\n".join(mistakes))
        return cls(
            name=document["name"],
            root=root,
            main=root / document.get("main", ""),
            stack_folder=root / document.get("stackConfigDir", ""),
            declarations=declarations,
            description=document.get("description") or "",
        )

    def stacks(self) -> list[str]:
        """The names of the stacks that have a file, sorted."""
        files = self.stack_folder.glob("Pulumi.*.yaml")
        return sorted(path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in files)

    def stack_file(self, stack: str) -> Path:
        """Where a stack's configuration lies."""
        return self.stack_folder / f"Pulumi.{stack}.yaml"


class Stack:
    """One configured instance of a project, and where it is kept.

    Attributes:
        name: the stack's name, without organization and project.
        organization: what `pulumi.get_organization()` gives.
        full_name: `organization/<project>/<stack>`.
        passphrase: what opens the secrets; None if none was given.
    """

    def __init__(
        self,
        project: Project,
        name: str,
        backend: FileBackend,
        *,
        passphrase: str | None = None,
        config: Mapping[str, str] | None = None,
    ) -> None:
        """Name a stack; its file and its state are read when they are first needed.

        Args:
            project: the project.
            name: the stack's name, alone or in full.
            backend: where the state is kept.
            passphrase: what opens the secrets of its file and its state.
            config: values that only this run has, by full key, before those of the file; none of them is secret.

        Raises:
            StackNotFound: the project has no file for a stack of that name.
        """
        self.name = name.removeprefix(f"{ORGANIZATION}/").removeprefix(f"{project.name}/")
        stacks = project.stacks()
        if self.name not in stacks or not _NAME.fullmatch(self.name):
            raise StackNotFound(
                f"project {project.name} has no stack {self.name!r}; {_hint(project, self.name, stacks)}"
            )
        self.project = project
        self.backend = backend
        self.passphrase = passphrase
        self._config = dict(config or {})
        self.organization = ORGANIZATION
        self.full_name = f"{ORGANIZATION}/{project.name}/{self.name}"

    @property
    def config(self) -> dict[str, str]:
        """`<namespace>:<name>` to the text that the program gets; objects and lists as JSON, secrets decrypted.

        Raises:
            ConfigError: the stack file holds mistakes; every one is listed.
            PassphraseError: it holds secrets, and there is no passphrase that opens them.
        """
        return self.settings.values

    @property
    def secret_keys(self) -> frozenset[str]:
        """The configuration keys whose values are secret, or hold a secret. Raises as `config` does."""
        return self.settings.secret_keys

    @cached_property
    def settings(self) -> StackConfig:
        """The checked configuration. Raises as `config` does."""
        file = self.file
        written = file.check(self.project.declarations, decrypter(self.crypter, file.salt))
        return StackConfig(
            written.values | self._config, written.secret_keys - self._config.keys(), written.recorded | self._config
        )

    def with_config(self, config: Mapping[str, str]) -> Stack:
        """The same stack in a run that has further values, by full key."""
        merged = {**self._config, **config}
        return Stack(self.project, self.name, self.backend, passphrase=self.passphrase, config=merged)

    @cached_property
    def file(self) -> StackFile:
        """The stack file, not yet checked."""
        path = self.project.stack_file(self.name)
        shown = str(path.relative_to(self.project.root))
        document, mistakes = read_mapping(path, shown)
        return StackFile(document, mistakes, project=self.project.name, shown=shown)

    def crypter(self, salt: str) -> Crypter:
        """What encrypts and decrypts under a salt.

        Raises:
            PassphraseError: no passphrase was given, or it is not the one that the salt was made with.
            StateError: the salt is damaged.
        """
        if self.passphrase is None:
            raise PassphraseError(f"stack {self.name} has secrets; set PULUMI_CONFIG_PASSPHRASE to its passphrase")
        return Crypter(self.passphrase, salt)


def _hint(project: Project, name: str, stacks: list[str]) -> str:
    if not stacks:
        return f"make one with a file {project.stack_file('dev').relative_to(project.root)}"
    close = difflib.get_close_matches(name, stacks, n=1)
    return f"{f'did you mean {close[0]!r}? ' if close else ''}stacks: {', '.join(stacks)}"


def _mistakes(document: Mapping[str, Any], root: Path) -> Iterator[str]:
    """What is wrong with `Pulumi.yaml`, apart from its `config:`."""
    name = document.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield f"name: must be 1 to 100 letters, digits, '-', '_' or '.', got {describe(name)}"
    runtime = document.get("runtime")
    runtime = runtime.get("name") if isinstance(runtime, dict) else runtime
    if runtime != "python":
        yield f"runtime: this engine runs only python programs, got {describe(runtime)}"
    for key in ("main", "stackConfigDir"):
        value = document.get(key, "")
        if not isinstance(value, str):
            yield f"{key}: must be a path, got {describe(value)}"
        elif "\0" in value or not (root / value).resolve().is_relative_to(root):
            yield f"{key}: must lie in the project's folder, got {describe(value)}"
    if not isinstance(document.get("description") or "", str):
        yield f"description: must be text, got {describe(document['description'])}"
    if document.get("options"):
        yield "options: not supported by this engine; give the options on the command line"
