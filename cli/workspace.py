"""The project around the working directory, its stacks, and the sandbox they live in."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.errors import UsageError

if TYPE_CHECKING:
    from engine import FileBackend, Project, Stack
    from engine.resource import ResourceState
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

    def stack(self, name: str, *, as_found: bool = False) -> Stack:
        """A stack of the project.

        Args:
            name: its name.
            as_found: whether a change of several stacks that was cut off is left as it is, instead of finished first.

        Raises:
            engine.errors.StackNotFound: it has no stack file; names the nearest that has.
            engine.errors.StateError: a change was cut off, and cannot be finished.
        """
        from engine import Stack

        if not as_found:
            self.finish_changes()
        stack = Stack(self.project, name, self.backend)
        if not self._sealed_elsewhere(stack):
            stack.passphrase = self.passphrase()
        return stack

    def recorded(self, stack: Stack) -> Sequence[ResourceState]:
        """The resources in the sandbox's state of a stack, in dependency order; none if it was never brought up.

        Raises:
            engine.errors.EngineError: the state is damaged, or the passphrase does not open its secrets.
        """
        from engine import state

        return state.load(self.backend, stack.project.name, stack.name, stack.crypter).snapshot.resources

    def finish_changes(self) -> None:
        """Finish what a killed `strata state move` or `passphrase` had begun.

        Raises:
            engine.errors.StackLocked: it is still at work.
            engine.errors.StateError: somebody else changed a file of it since.
        """
        from cli.render.screen import note
        from engine import editing, redo_log

        redo_log.finish(self.backend, self.project.name, note, editing.history_entry)

    @property
    def passphrase_file(self) -> Path | None:
        """The file with the passphrase that was made here and that all stacks share; None if another one is given."""
        given = {"PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"} & os.environ.keys()
        return None if given else self.home / "passphrase"

    def _sealed_elsewhere(self, stack: Stack) -> bool:
        """Whether the stack was made with a passphrase that is not given now: one made here would not open it."""
        missing = self.passphrase_file is not None and not self.passphrase_file.exists()
        return missing and bool(stack.file.salt or self.backend.read(stack.project.name, stack.name))

    def passphrase(self) -> str:
        """What the secrets in state are encrypted with: the official CLI's variables, else one made here."""
        if (given := os.environ.get("PULUMI_CONFIG_PASSPHRASE")) is not None:
            return given
        if file := os.environ.get("PULUMI_CONFIG_PASSPHRASE_FILE"):
            try:
                return Path(file).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else "it is not text"
                raise UsageError(f"PULUMI_CONFIG_PASSPHRASE_FILE names {file}, which cannot be read: {why}") from error
        kept = self.home / "passphrase"
        if not kept.exists():
            from engine import files

            # Two commands at once take the one that is there first; a kill leaves none, or a whole one.
            fresh = self.home / f".passphrase.{secrets.token_hex(8)}.tmp"
            files.write(fresh, f"{secrets.token_urlsafe(32)}\n".encode())
            with contextlib.suppress(FileExistsError):
                kept.hardlink_to(fresh)
            fresh.unlink()
        return kept.read_text(encoding="utf-8").strip()
