"""The Pulumi CLI as a child process: it can be interrupted in order, and ended at once."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from pulumi.automation import CommandResult, OnOutput, PulumiCommand
from pulumi.automation.errors import create_command_error
from semver import VersionInfo

HEEDED_WITHIN_S: Final = 0.1
"""Seconds within which the child hears of an interruption."""
ENDED_WITHIN_S: Final = 5.0
"""Seconds that the child has to release its lock and end its plugins when it is told to stop at once."""


class Command(PulumiCommand):
    """What the Automation API runs its commands with.

    The child leads a session of its own: Ctrl-C at the terminal reaches this process alone, which passes it on once.

    Attributes:
        cancel: set it, and whatever runs is interrupted once: it finishes what is in flight.
        exclude: URNs that a `destroy` leaves alone, with all that they need.
    """

    def __init__(
        self, executable: Path, version: VersionInfo, environment: Mapping[str, str], *, private: bool = False
    ) -> None:
        """Args:
        executable: the CLI.
        version: its version, as far as the Automation API is concerned.
        environment: all of the child's.
        private: whether nobody but the owner may read what it writes.
        """
        # Not the constructor of the base: that asks the CLI on this process's PATH for its version.
        self.command = str(executable)
        self.version = version
        self.cancel = threading.Event()
        self.exclude: Sequence[str] = ()
        self._environment = environment
        self._umask = 0o077 if private else -1
        self._running: subprocess.Popen[str] | None = None

    def run(
        self,
        args: list[str],
        cwd: str,
        additional_env: Mapping[str, str],
        on_output: OnOutput | None = None,
        on_error: OnOutput | None = None,
    ) -> CommandResult:
        """Run a command to its end. See `PulumiCommand`; what it prints is handed over when it has ended.

        Raises:
            pulumi.automation.CommandError: it failed.
        """
        del on_output, on_error
        process = subprocess.Popen(  # noqa: S603 - the CLI that was found
            [self.command, "--non-interactive", *args, *self._exclusions(args)],
            cwd=cwd,
            env={**self._environment, **additional_env, "PULUMI_AUTOMATION_API": "true"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="replace",
            start_new_session=True,
            umask=self._umask,
        )
        self._running = process
        output = [_Collected(stream) for stream in (process.stdout, process.stderr) if stream]
        self._wait(process)
        stdout, stderr = (collected.text() for collected in output)
        result = CommandResult(stdout=stdout, stderr=stderr, code=process.returncode)
        if result.code != 0:
            raise create_command_error(result)
        return result

    def abandon(self) -> None:
        """End whatever runs, at once."""
        process = self._running
        if process is None or process.poll() is not None:
            return
        # To the CLI, a second interrupt means: leave now, but unlock the stack.
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDED_WITHIN_S)
        if process.poll() is None:
            process.kill()

    def _exclusions(self, args: Sequence[str]) -> list[str]:
        """The Automation API knows the flag for other commands than `destroy`."""
        return [f"--exclude={urn}" for urn in self.exclude] if args[0] == "destroy" else []

    def _wait(self, process: subprocess.Popen[str]) -> None:
        told = False
        while process.poll() is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(HEEDED_WITHIN_S)
            if self.cancel.is_set() and not told and process.poll() is None:
                process.send_signal(signal.SIGINT)
                told = True


class _Collected:
    """What a stream says, read by a thread until the stream ends."""

    def __init__(self, stream: IO[str]) -> None:
        self._said = ""
        self._stream = stream
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def text(self) -> str:
        """All of it. A plugin that lives on and holds the stream open is not waited for."""
        self._thread.join(ENDED_WITHIN_S)
        return self._said

    def _read(self) -> None:
        with self._stream as stream:
            for line in stream:
                self._said += line
