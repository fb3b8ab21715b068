"""The project around the working directory, its stacks, and the sandbox they live in."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import UsageError

if TYPE_CHECKING:
    from engine import FileBackend, Project, Stack
    from sandbox.environment import Sandbox

HOME = "STRATA_HOME"
"""Environment variable: the folder that holds the sandbox, instead of `.strata` in the project."""


def find_root() -> Path:
    """The nearest folder, from the working directory upwards, with a `Pulumi.yaml`.

    Raises:
        UsageError: there is none.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "Pulumi.yaml").is_file():
            return folder
    raise UsageError(f"{here}: neither here nor above is a Pulumi.yaml; change to the project's folder")


def stack_folder(root: Path) -> Path:
    """Where a project's stack files lie, without loading the project."""
    import yaml

    try:
        document: Any = yaml.safe_load((root / "Pulumi.yaml").read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise UsageError(f"{root / 'Pulumi.yaml'}: is not YAML: {error}") from error
    settings: Mapping[str, Any] = document if isinstance(document, dict) else {}
    return root / str(settings.get("stackConfigDir") or ".")


def stack_names(root: Path) -> list[str]:
    """Every stack that has a stack file, sorted."""
    files = stack_folder(root).glob("Pulumi.*.yaml")
    return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files)


@dataclass(frozen=True)
class Workspace:
    """What a command works on.

    Attributes:
        root: the folder with `Pulumi.yaml`.
        home: the folder of the sandbox: servers, stores and the state of every stack in it.
    """

    root: Path
    home: Path

    @classmethod
    def find(cls) -> Workspace:
        """The workspace around the working directory.

        Raises:
            UsageError: there is no project.
        """
        root = find_root()
        return cls(root, Path(os.environ.get(HOME) or root / ".strata") / "sandbox")

    @cached_property
    def project(self) -> Project:
        from engine import Project

        return Project.load(self.root)

    @cached_property
    def backend(self) -> FileBackend:
        from engine import FileBackend

        return FileBackend(self.home)

    @cached_property
    def sandbox(self) -> Sandbox:
        from sandbox.environment import Sandbox

        return Sandbox(self.home)

    def stack(self, name: str) -> Stack:
        """A stack of the project.

        Raises:
            engine.errors.StackNotFound: it has no stack file; names the nearest that has.
        """
        from engine import Stack

        return Stack(self.project, name, self.backend, passphrase=self.passphrase())

    def passphrase(self) -> str:
        """What the secrets in state are encrypted with: the official CLI's variables, else one made here."""
        if (given := os.environ.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
            return given
        if file := os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE"):
            return Path(file).read_text(encoding="utf-8").strip()
        kept = self.home / "passphrase"
        if not kept.exists():
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(kept, "x", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
                out.write(secrets.token_urlsafe(32) + "\n")
        return kept.read_text(encoding="utf-8").strip()
