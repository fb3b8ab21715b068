"""The AWS server as a process of its own: find it, start it, end it. `sandbox.aws.server` is what it runs."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from sandbox.aws import record
from sandbox.aws.server import IDENTITY_PATH, LOG
from sandbox.errors import SandboxError

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0


def find(root: Path) -> record.Record | None:
    """The server recorded under `root`, if it lives and answers as itself."""
    recorded = record.read(root)
    if recorded is None or record.living(root) != recorded.identity:
        return None
    return recorded if _answers(recorded) else None


def start(root: Path) -> None:
    """Start a server and wait until it answers.

    Raises:
        SandboxError: it does not start; the message holds the end of its log.
    """
    (root / record.RECORD).unlink(missing_ok=True)
    packages = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-P", "-m", "sandbox.aws.server", str(root), secrets.token_hex(16)]
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
    if find(root) is None:
        raise SandboxError(f"the sandbox's AWS server did not start; the end of {root / LOG}:\n{_log_end(root)}")


def end(root: Path) -> bool:
    """End the server and wait until it is gone.

    Returns:
        Whether there was one.

    Raises:
        SandboxError: it does not end.
    """
    recorded = record.read(root)
    # The lock is the server's own: while it is held under this identity, the process id cannot be another's.
    if recorded is None or record.living(root) != recorded.identity:
        return False
    for request in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(recorded.pid, request)
        if _ended(root, recorded.identity):
            return True
    raise SandboxError(f"the sandbox's AWS server, process {recorded.pid}, does not end; end it by hand")


def _ended(root: Path, identity: str) -> bool:
    deadline = time.monotonic() + STOP_TIMEOUT_S
    while time.monotonic() < deadline:
        if record.living(root) != identity:
            return True
        time.sleep(0.02)
    return False


def _answers(server: record.Record) -> bool:
    """Whether the server on the recorded port is the recorded one."""
    local = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with local.open(server.endpoint + IDENTITY_PATH, timeout=5) as response:
            return bool(json.load(response)["identity"] == server.identity)
    except (OSError, ValueError, KeyError):
        return False


def _log_end(root: Path) -> str:
    try:
        return "\n".join((root / LOG).read_text(errors="replace").splitlines()[-15:])
    except OSError:
        return "(it wrote nothing)"


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
