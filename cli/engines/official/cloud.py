"""The official engine in the cloud: the person's own CLI, plugins, backend, login, credentials and passphrase.

Everything that is needed is looked for before anything is run, so that all that is missing is told at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cli.engines import Whereabouts
from cli.engines.official.engine import PulumiEngine
from cli.engines.official.settings import StackSettings
from cli.errors import Missing, Unprepared
from cli.workspace import find_root

if TYPE_CHECKING:
    from cli.engines.official.account import Account
    from cli.engines.official.operation import Deployment
    from engine.resource import ResourceState

_ASKED_OF_THE_CLI = "not looked for without a CLI: the plugins, the login, the stack"
_ASKED_WITH_A_LOGIN = "not looked for without a login: the stack and its passphrase"


class CloudPulumiEngine(PulumiEngine):
    """Carries out operations in a real account."""

    flags = ""
    place: Mapping[str, str] = {}

    def __init__(self, stack: str) -> None:
        """Name the stack.

        Raises:
            cli.errors.UsageError: there is no project here, or it has no such stack.
        """
        self.stack = stack
        self._root = find_root()
        self._settings = StackSettings.read(self._root, stack)

    def _prepare(self) -> Deployment:
        """Look for everything, and say who works where.

        Raises:
            Unprepared: something is missing.
        """
        from cli.engines.official import account, backend, executable, plugins, virtual_environment
        from cli.engines.official.command import Command
        from cli.engines.official.operation import Deployment

        found, version, missing = executable.checked()
        unfit = bool(missing)
        missing += virtual_environment.lacks(self._root)
        here: Account | None = None
        try:
            here = account.identify(self._settings)
        except account.Unknown as unknown:
            missing += unknown.missing
        url: str | Missing = ""
        unchecked = _ASKED_OF_THE_CLI
        command = Command(found, version, environment(found)) if found and not unfit else None
        if command:
            ask = backend.Asked(command, self._root)
            missing += plugins.lacks(ask)
            url = backend.url(ask)
            missing += [url] if isinstance(url, Missing) else backend.lacks(ask, self.stack, url, self._settings)
            unchecked = _ASKED_WITH_A_LOGIN if isinstance(url, Missing) else ""
        if missing or not command or not here:
            what = f"without --sandbox {self.stack} is real, and not everything for that is here"
            raise Unprepared(what, missing, unchecked=unchecked)
        self.place = {
            "stack": self.stack,
            "account": here.number,
            "role": here.role,
            "region": here.region,
            "backend": str(url),
        }
        unlock = f"pulumi cancel --stack {self.stack}"
        deployment = Deployment(root=self._root, stack=self.stack, command=command, mask=str, unlock=unlock)
        return deployment.masking_its_configuration() if self._settings.has_secrets else deployment

    def recorded(self) -> Sequence[ResourceState]:
        """The resources in the state, secrets unread. See `Engine`."""
        return self.deployment.recorded()

    def whereabouts(self) -> Whereabouts:
        """The backend."""
        return Whereabouts(state=self.place["backend"], region=self.place["region"])


def environment(executable: Path) -> dict[str, str]:
    """The person's own environment; the CLI's language plugins lie beside it."""
    path = os.pathsep.join([str(executable.parent), os.environ.get("PATH", os.defpath)])
    return {**os.environ, "PATH": path, "PULUMI_SKIP_UPDATE_CHECK": "true"}
