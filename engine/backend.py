"""Where stacks are kept: a folder in the layout of the official file backend.

    .pulumi/meta.yaml                                   the layout's version
    .pulumi/stacks/<project>/<stack>.json               the checkpoint; .bak is the one before
    .pulumi/stacks/<project>/<stack>.journal            our journal, while an operation runs or after it was killed
    .pulumi/locks/organization/<project>/<stack>/       a file for each holder of the lock
    .pulumi/history/<project>/<stack>/                  what each operation was, and the checkpoint after it
    .pulumi/backups/<project>/<stack>/                  the checkpoint after each operation

Beside every file stands `.attrs`, which the official backend's storage library reads. Files are readable by their
owner only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from engine import files, lock
from engine.errors import StateError
from engine.resource import JsonObject

LAYOUT_VERSION: Final = b"version: 1\n"
ORGANIZATION: Final = "organization"
"""The file backend's only organization."""


class FileBackend:
    """Stacks in a folder.

    Attributes:
        root: the folder that holds `.pulumi`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._bookkeeping = root / ".pulumi"

    def stacks(self, project: str) -> list[str]:
        """The names of a project's stacks that were ever brought up, sorted."""
        return sorted(path.stem for path in (self._bookkeeping / "stacks" / project).glob("*.json"))

    def checkpoint_path(self, project: str, stack: str) -> Path:
        """Where a stack's checkpoint lies."""
        return self._bookkeeping / "stacks" / project / f"{stack}.json"

    def journal_path(self, project: str, stack: str) -> Path:
        """Where a stack's journal lies, while there is one."""
        return self._bookkeeping / "stacks" / project / f"{stack}.journal"

    def read(self, project: str, stack: str) -> bytes | None:
        """A stack's checkpoint file; None if the stack was never brought up.

        Raises:
            StateError: it cannot be read, or is of a layout that we do not support.
        """
        self._check_layout()
        path = self.checkpoint_path(project, stack)
        content = files.read(path)
        for compressed in (path.with_name(f"{path.name}.gz"), path.with_name(f"{path.name}.zst")):
            if compressed.exists():
                raise StateError(f"{compressed}: compressed checkpoints are not supported; save the stack uncompressed")
        return content

    def save(self, project: str, stack: str, content: bytes) -> None:
        """Replace a stack's checkpoint; the one before is kept beside it as `.bak`.

        Raises:
            StateError: it cannot be written.
        """
        self._check_layout()
        meta = self._bookkeeping / "meta.yaml"
        if not meta.exists():
            _put(meta, LAYOUT_VERSION)
        path = self.checkpoint_path(project, stack)
        before = files.read(path)
        if before is not None:
            _put(path.with_name(f"{path.name}.bak"), before)
        _put(path, content)

    def record(self, project: str, stack: str, entry: JsonObject) -> None:
        """Add an operation to the stack's history, and back up the checkpoint after it.

        Raises:
            StateError: it cannot be written.
        """
        content = files.read(self.checkpoint_path(project, stack)) or b""
        moment = time.time_ns()
        history = self._bookkeeping / "history" / project / stack
        _put(history / f"{stack}-{moment}.history.json", json.dumps(entry, separators=(",", ":")).encode())
        _put(history / f"{stack}-{moment}.checkpoint.json", content)
        _put(self._bookkeeping / "backups" / project / stack / f"{stack}.{moment}.json", content)

    def lock(self, project: str, stack: str, notify: Callable[[str], None]) -> AbstractContextManager[None]:
        """Hold the lock on a stack; `notify` is told of every stale lock that is taken over.

        Raises:
            StackLocked: another operation works on the stack.
        """
        folder = self._bookkeeping / "locks" / ORGANIZATION / project / stack
        return lock.hold(folder, stack, notify)

    def _check_layout(self) -> None:
        content = files.read(self._bookkeeping / "meta.yaml")
        if content is not None and content.split() != LAYOUT_VERSION.split():
            raise StateError(f"{self._bookkeeping / 'meta.yaml'}: unknown layout {content!r}; expected 'version: 1'")


def digest(content: bytes | None) -> str:
    """What tells one checkpoint file from another; empty for none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _put(path: Path, content: bytes) -> None:
    files.write(path, content)
    checksum = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
    attributes = {
        "user.cache_control": "",
        "user.content_disposition": "",
        "user.content_encoding": "",
        "user.content_language": "",
        "user.content_type": "text/plain; charset=utf-8",
        "user.metadata": None,
        "md5": checksum,
    }
    files.write(path.with_name(f"{path.name}.attrs"), json.dumps(attributes, separators=(",", ":")).encode() + b"\n")
