"""The sandbox of a project: an AWS server that lives on between commands, a Kubernetes store, the stacks' state."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from protocol.provider import ProviderFactory
from sandbox.aws import process, record
from sandbox.aws.server import LOG
from sandbox.errors import SandboxError, SandboxLost

if TYPE_CHECKING:
    from sandbox.providers.kubernetes.control_plane import ControlPlane

__all__ = ["Sandbox", "SandboxError", "SandboxLost", "Status"]

_AWS_RESOURCE = re.compile(r'"(urn:pulumi:[^"]*?(?:::|\$)aws:[^"]*)"')
_STATE = (
    ".pulumi",
    "pulumi",
    record.RECORD,
    record.ALIVE,
    LOG,
    "kubernetes.db",
    "kubernetes.db-shm",
    "kubernetes.db-wal",
)
"""What `reset` removes. The passphrase stays: values in stack files are encrypted with it."""


@dataclass(frozen=True)
class Status:
    """What the sandbox holds.

    Attributes:
        running: whether the server lives and answers.
        endpoint: its URL; None when it is not running.
        pid: its process id; None when it is not running.
        started: when it started, ISO 8601; None when it is not running.
        log: where it writes.
        stacks: how many AWS resources each stack lists, by `project/stack`.
        lost: why the server is gone although stacks list resources; None when nothing is lost.
    """

    running: bool
    endpoint: str | None
    pid: int | None
    started: str | None
    log: Path
    stacks: Mapping[str, int]
    lost: str | None


class Sandbox:
    """The sandbox whose state lies in one folder; the folder is made when the sandbox starts."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    @property
    def endpoint(self) -> str:
        """The URL of the AWS server.

        Raises:
            SandboxError: it is not running.
        """
        server = process.find(self.root)
        if server is None:
            raise SandboxError("the sandbox is not running; `strata up --sandbox` starts it")
        return server.endpoint

    def start(self) -> None:
        """Start the AWS server if it is not running. Two processes that start it at once get the same one.

        Raises:
            SandboxLost: it ran before, and stacks list resources that are gone with it.
            SandboxError: it does not start; the message holds the end of its log.
        """
        with self._alone():
            if process.find(self.root) is not None:
                return
            if (reason := self._lost()) is not None:
                raise SandboxLost(reason, self.stacks())
            process.start(self.root)

    def status(self) -> Status:
        """What is running and what it holds."""
        server = process.find(self.root)
        return Status(
            running=server is not None,
            endpoint=server.endpoint if server else None,
            pid=server.pid if server else None,
            started=server.started if server else None,
            log=self.root / LOG,
            stacks=self.stacks(),
            lost=None if server else self._lost(),
        )

    def stop(self) -> bool:
        """End the server and wait until it is gone. Whatever it held is lost; the stacks' state stays.

        Returns:
            Whether a server was running.

        Raises:
            SandboxError: it does not end.
        """
        if not self.root.exists():
            return False
        with self._alone():
            return process.end(self.root)

    def reset(self) -> None:
        """Stop the server and forget everything: AWS, Kubernetes and the state of every stack in this sandbox."""
        if not self.root.exists():
            return
        with self._alone():
            process.end(self.root)
            for name in _STATE:
                path = self.root / name
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)

    def stacks(self) -> dict[str, int]:
        """How many AWS resources each stack lists, by `project/stack`; stacks without any are left out.

        An interrupted operation's journal counts too: it may hold resources that the checkpoint does not know yet.
        """
        found: dict[str, set[str]] = {}
        for path in (self.root / ".pulumi" / "stacks").glob("*/*"):
            if path.is_file() and path.suffix in (".json", ".journal"):
                stack = f"{path.parent.name}/{path.stem}"
                found.setdefault(stack, set()).update(_AWS_RESOURCE.findall(path.read_text(errors="replace")))
        return {stack: len(urns) for stack, urns in found.items() if urns}

    def providers(self) -> Mapping[str, ProviderFactory]:
        """The factories of the sandbox's providers, by package. The server must be running."""
        from sandbox.providers.aws.provider import AwsProvider  # noqa: PLC0415
        from sandbox.providers.kubernetes.api_server import connect_to  # noqa: PLC0415
        from sandbox.providers.kubernetes.provider import KubernetesProvider  # noqa: PLC0415
        from sandbox.providers.kubernetes.store import Store  # noqa: PLC0415

        endpoint = self.endpoint
        clusters = connect_to(Store(self.root / "kubernetes.db"))
        return {
            "aws": lambda: AwsProvider(endpoint),
            "kubernetes": lambda: KubernetesProvider(clusters),
        }

    def planners(self) -> Mapping[str, ProviderFactory]:
        """As `providers`, for previews: the server need not run, and starts only if it is asked what only it knows.

        Raises:
            SandboxLost, SandboxError: as `start`, if stacks list resources; a plan would take them for real.
        """
        from sandbox.providers.aws.planner import PlanningAwsProvider  # noqa: PLC0415
        from sandbox.providers.kubernetes.api_server import connect_to  # noqa: PLC0415
        from sandbox.providers.kubernetes.provider import KubernetesProvider  # noqa: PLC0415
        from sandbox.providers.kubernetes.store import Store  # noqa: PLC0415

        if self.stacks():
            self.start()
        kept = self.root / "kubernetes.db"
        clusters = connect_to(Store(kept if kept.exists() else ":memory:"))
        return {
            "aws": lambda: PlanningAwsProvider(self._started),
            "kubernetes": lambda: KubernetesProvider(clusters),
        }

    def _started(self) -> str:
        self.start()
        return self.endpoint

    def clusters(self, kubeconfigs: Iterable[object]) -> dict[str, ControlPlane]:
        """The Kubernetes clusters that these files lead to, by their URL; those that cannot be read are left out."""
        from sandbox.providers.kubernetes import kubeconfig  # noqa: PLC0415
        from sandbox.providers.kubernetes.api_server import connect_to  # noqa: PLC0415
        from sandbox.providers.kubernetes.store import Store  # noqa: PLC0415

        if not (self.root / "kubernetes.db").exists():
            return {}
        connect = connect_to(Store(self.root / "kubernetes.db"))
        found: dict[str, ControlPlane] = {}
        for text in kubeconfigs:
            with suppress(kubeconfig.KubeconfigError):
                parsed = kubeconfig.parse(text)
                found[parsed.server] = connect(parsed)
        return found

    def _lost(self) -> str | None:
        if not self.stacks():
            return None
        recorded = record.read(self.root)
        if recorded is None:
            return f"{self.root / record.RECORD} is missing"
        if record.living(self.root) == recorded.identity:
            return f"process {recorded.pid} no longer answers on port {recorded.port}"
        return f"process {recorded.pid}, started {recorded.started}, has ended; see {self.root / LOG}"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from starting or stopping the server meanwhile."""
        for folder in (*reversed(self.root.parents), self.root):  # `parents=True` would open those above to others
            if not folder.is_dir():
                folder.mkdir(mode=0o700, exist_ok=True)
        descriptor = os.open(self.root / "aws.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
