"""A command with a person at a terminal."""

from __future__ import annotations

import functools
import os
import re
import signal

import pexpect

from tests.cli.conftest import Small


class Terminal:
    """A command with a person at a terminal of 100 columns and 30 lines."""

    def __init__(self, project: Small, *arguments: str, **environment: str) -> None:
        command, *first = project.command
        variables = {name: value for name, value in project.environment.items() if name not in {"COLUMNS", "LINES"}}
        self.process = pexpect.spawn(
            command,
            [*first, *arguments],
            cwd=str(project.root),
            env={**variables, **environment},
            dimensions=(30, 100),
            # A shell that runs the tests in the background would have them, and all they start, ignore Ctrl-C.
            preexec_fn=functools.partial(signal.signal, signal.SIGINT, signal.default_int_handler),
            timeout=60,
            encoding="utf-8",
        )
        self.shown = ""

    def expect(self, text: str) -> None:
        """Wait until a text is shown."""
        self.process.expect_exact(text)
        self.shown += str(self.process.before) + text

    def interrupt_question(self) -> None:
        """Press Ctrl-C until the command ends, as a person would: one that comes after the question is shown and just
        before Python waits for the answer is heeded only at the next key.
        """
        for _ in range(12):
            self.process.sendintr()
            if self.process.expect([pexpect.EOF, pexpect.TIMEOUT], timeout=5) == 0:
                break
        self.shown += str(self.process.before)

    def close_window(self) -> int:
        """Close the terminal as a window is closed, and wait until the command ends by itself; the exit status."""
        self.process.ptyproc.fileobj.close()
        _, status = os.waitpid(self.process.pid, 0)
        # The rest is for pexpect, so that it neither closes nor waits again.
        self.process.child_fd = self.process.ptyproc.fd = -1
        self.process.closed = self.process.terminated = True
        self.process.ptyproc.closed = self.process.ptyproc.terminated = True
        return os.waitstatus_to_exitcode(status)

    def end(self) -> int:
        """Wait for the end; the exit status."""
        self.process.expect(pexpect.EOF)
        self.shown += str(self.process.before)
        self.process.close()
        assert self.process.exitstatus is not None
        return int(self.process.exitstatus)

    @property
    def plain(self) -> str:
        """What was shown, without control sequences."""
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.shown).replace("\r", "")
