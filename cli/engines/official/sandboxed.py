"""The official engine in the sandbox: the same state, passphrase and providers as with the embedded one.

The CLI notes in the stack's file what its secrets are encrypted with, and in its home what it did. Neither the project
nor a person's own `~/.pulumi` is to show traces of a trial, so the sandbox has its own:

    <sandbox>/pulumi/home/                           PULUMI_HOME
    <sandbox>/pulumi/plugins/                        the providers, on the child's PATH
    <sandbox>/pulumi/<project>/Pulumi.<stack>.yaml   stands in for the stack's file: a copy, and what the CLI adds
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.command_name import command_name
from cli.engines import Whereabouts
from cli.engines.official.engine import PulumiEngine
from cli.errors import EngineFailed, Unprepared
from cli.workspace import Workspace

if TYPE_CHECKING:
    from cli.engines.official.command import Command
    from cli.engines.official.operation import Deployment
    from engine.resource import ResourceState


class SandboxedPulumiEngine(PulumiEngine):
    """Carries out operations in the sandbox."""

    flags = "--sandbox --engine pulumi"
    place: Mapping[str, str] = {}

    def __init__(self, workspace: Workspace, stack: str) -> None:
        """Name the stack.

        Raises:
            engine.errors.EngineError: there is no such stack.
        """
        self._workspace = workspace
        self._stack = workspace.stack(stack)
        self.stack = self._stack.name
        self._folder = workspace.home / "pulumi"

    def _prepare(self) -> Deployment:
        """Start the sandbox, and make what the CLI needs around it.

        Raises:
            Unprepared: the CLI, or the project's virtual environment, is missing.
            engine.errors.ConfigError: the stack's file holds mistakes.
            EngineFailed: the embedded engine has not finished with the stack.
        """
        from cli.engines.official import executable, virtual_environment
        from cli.engines.official.command import Command
        from cli.engines.official.operation import Deployment
        from protocol.masking import Mask
        from protocol.values import Secret

        found, version, missing = executable.checked()
        missing += virtual_environment.lacks(self._workspace.root)
        if missing or not found:
            raise Unprepared(f"`pulumi` cannot work on {self.stack}", missing)
        settings = self._stack.settings
        self._require_nothing_cut_off()
        self._workspace.sandbox.start()
        command = Command(found, version, self._environment(found), private=True)
        return Deployment(
            root=self._workspace.root,
            stack=self.stack,
            command=command,
            mask=Mask(*(Secret(settings.values[key]) for key in settings.secret_keys)),
            unlock=f"{command_name()} recover {self.stack} --sandbox --apply",
            config_file=self._stand_in(command),
        )

    def recorded(self) -> Sequence[ResourceState]:
        """The resources in the state. See `Engine`."""
        return self._workspace.recorded(self._stack)

    def whereabouts(self) -> Whereabouts:
        """The checkpoint and the sandbox."""
        return Whereabouts.in_sandbox(self._workspace, self._stack)

    def _require_nothing_cut_off(self) -> None:
        """Leave a stack alone whose latest changes stand in the embedded engine's journal, unknown to the CLI."""
        from engine import state

        backend, project = self._workspace.backend, self._stack.project.name
        if state.load(backend, project, self.stack, self._stack.crypter).journalled:
            raise EngineFailed(
                f"{self.stack}: the embedded engine is at work on it, or was cut off; "
                f"finish with `{command_name()} up {self.stack} --sandbox` first"
            )
        backend.journal_path(project, self.stack).unlink(missing_ok=True)

    def _environment(self, executable: Path) -> dict[str, str]:
        """The child's environment: nothing in it leads to an account, a login or the network."""
        from sandbox.plugin import install

        self._workspace.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.mkdir(mode=0o700, exist_ok=True)
        plugins = self._folder / "plugins"
        install(plugins, self._workspace.home)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))}
        return kept | {
            "PATH": os.pathsep.join([str(plugins), str(executable.parent), os.environ.get("PATH", os.defpath)]),
            "PULUMI_BACKEND_URL": f"file://{self._workspace.home}",
            "PULUMI_CONFIG_PASSPHRASE": self._workspace.passphrase(),
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            # A stack that the embedded engine made names its salt in the state alone.
            "PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER": "true",
            "PULUMI_HOME": str(self._folder / "home"),
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }

    def _stand_in(self, command: Command) -> Path:
        """What the CLI takes for the stack's file; the stack is made if the backend has none."""
        from pulumi.automation import LocalWorkspace

        project = self._stack.project
        folder = self._folder / project.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"Pulumi.{self.stack}.yaml"
        for path in (folder / "Pulumi.yaml", file):
            path.touch(mode=0o600)
        (folder / "Pulumi.yaml").write_text(f"name: {project.name}\nruntime: python\n", encoding="utf-8")
        shutil.copyfile(project.stack_file(self.stack), file)
        if not self._workspace.backend.checkpoint_path(project.name, self.stack).exists():
            LocalWorkspace(work_dir=str(folder), pulumi_command=command).create_stack(self.stack)
        return file
