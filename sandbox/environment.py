"""The sandbox of a project: an AWS server that lives on between commands, a Kubernetes store, the stacks' state.

SandboxError
└── SandboxLost     the server that the stacks' resources lived in is gone
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from protocol.provider import ProviderFactory
from sandbox.aws import record
from sandbox.aws.server import IDENTITY_PATH, LOG

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0

_AWS_RESOURCE = re.compile(r'"(urn:pulumi:[^"]*?(?:::|\$)aws:[^"]*)"')
_STATE = (".pulumi", record.RECORD, record.ALIVE, LOG, "kubernetes.db", "kubernetes.db-shm", "kubernetes.db-wal")
"""What `reset` removes. The passphrase stays: values in stack files are encrypted with it."""


class SandboxError(Exception):
    """The sandbox cannot do what was asked; the message says why and what to do next."""


class SandboxLost(SandboxError):
    """The server is gone and with it the resources that stacks still list.

    Attributes:
        stacks: how many AWS resources each stack still lists, by `project/stack`.
    """

    def __init__(self, reason: str, stacks: Mapping[str, int]) -> None:
        counted = ", ".join(f"{stack} ({count} resources)" for stack, count in sorted(stacks.items()))
        super().__init__(
            f"the sandbox's AWS server is gone ({reason}), and with it everything these stacks list: {counted}; "
            "nothing was rebuilt; type `strata sandbox reset` to forget the lost stacks and start with an empty sandbox"
        )
        self.stacks = dict(stacks)


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
        server = self._server()
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
            if self._server() is not None:
                return
            if (reason := self._lost()) is not None:
                raise SandboxLost(reason, self.stacks())
            self._launch()

    def status(self) -> Status:
        """What is running and what it holds."""
        server = self._server()
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
            return self._stop()

    def reset(self) -> None:
        """Stop the server and forget everything: AWS, Kubernetes and the state of every stack in this sandbox."""
        if not self.root.exists():
            return
        with self._alone():
            self._stop()
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
            if path.is_file() and path.suffix not in (".bak", ".attrs"):
                stack = f"{path.parent.name}/{path.name.partition('.')[0]}"
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

    def _server(self) -> record.Record | None:
        """The recorded server, if it lives."""
        recorded = record.read(self.root)
        if recorded is None or record.living(self.root) != recorded.identity:
            return None
        return recorded if _answers(recorded) else None

    def _lost(self) -> str | None:
        if not self.stacks():
            return None
        recorded = record.read(self.root)
        if recorded is None:
            return f"{self.root / record.RECORD} is missing"
        if record.living(self.root) == recorded.identity:
            return f"process {recorded.pid} no longer answers on port {recorded.port}"
        return f"process {recorded.pid}, started {recorded.started}, has ended; see {self.root / LOG}"

    def _launch(self) -> None:
        (self.root / record.RECORD).unlink(missing_ok=True)
        packages = str(Path(__file__).resolve().parents[1])
        command = [sys.executable, "-P", "-m", "sandbox.aws.server", str(self.root), secrets.token_hex(16)]
        with suppress(subprocess.TimeoutExpired):
            subprocess.run(  # noqa: S603
                command,
                env=_environment(packages),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=START_TIMEOUT_S,
                check=False,
            )
        if self._server() is None:
            raise SandboxError(
                f"the sandbox's AWS server did not start; the end of {self.root / LOG}:\n{self._log_end()}"
            )

    def _stop(self) -> bool:
        recorded = record.read(self.root)
        # The lock is the server's own: while it is held under this identity, the process id cannot be another's.
        if recorded is None or record.living(self.root) != recorded.identity:
            return False
        for request in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(recorded.pid, request)
            if self._ended(recorded.identity):
                return True
        raise SandboxError(f"the sandbox's AWS server, process {recorded.pid}, does not end; end it by hand")

    def _ended(self, identity: str) -> bool:
        deadline = time.monotonic() + STOP_TIMEOUT_S
        while time.monotonic() < deadline:
            if record.living(self.root) != identity:
                return True
            time.sleep(0.02)
        return False

    def _log_end(self) -> str:
        try:
            return "\n".join((self.root / LOG).read_text(errors="replace").splitlines()[-15:])
        except OSError:
            return "(it wrote nothing)"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other processes from starting or stopping the server meanwhile."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.root / "aws.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def _answers(server: record.Record) -> bool:
    """Whether the server on the recorded port is the recorded one."""
    local = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with local.open(server.endpoint + IDENTITY_PATH, timeout=5) as response:
            return bool(json.load(response)["identity"] == server.identity)
    except (OSError, ValueError, KeyError):
        return False


def _environment(packages: str) -> dict[str, str]:
    """The server's environment: nothing of the user's AWS settings, so that nothing can reach a real account."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {
        "PYTHONPATH": packages,
        "AWS_ACCESS_KEY_ID": "sandbox",
        "AWS_SECRET_ACCESS_KEY": "sandbox",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }
