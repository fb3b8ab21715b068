"""Where stacks are kept: a folder in the layout of the official file backend.

    .pulumi/meta.yaml                                   the layout's version
    .pulumi/stacks/<project>/<stack>.json               the checkpoint; .bak is the one before
    .pulumi/stacks/<project>/<stack>.journal            our journal, while an operation runs or after it was killed
    .pulumi/locks/organization/<project>/<stack>/       a file for each holder of the lock
    .pulumi/history/<project>/<stack>/                  what each operation was, and the checkpoint after it
    .pulumi/backups/<project>/<stack>/                  the checkpoint after each operation

Beside every file stands `.attrs`, with its MD5, as the official backend's storage library writes it. Files are readable
by their owner only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from engine import files, lock
from engine.errors import ChecksumMismatch, StateError
from engine.resource import JsonObject

LAYOUT_VERSION: Final = b"version: 1\n"
ORGANIZATION: Final = "organization"
"""The file backend's only organization."""
_MOMENT: Final = re.compile(r"[-.](\d{1,30})(?:\.checkpoint|\.history)?\.json$", re.ASCII)
"""The time in the name of a file of the history, or of a backup."""


class FileBackend:
    """Stacks in a folder.

    Attributes:
        root: the folder that holds `.pulumi`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._bookkeeping = root / ".pulumi"

    def projects(self) -> list[str]:
        """The names of the projects that have stacks here, sorted."""
        return sorted({path.parent.name for path in (self._bookkeeping / "stacks").glob("*/*.json")})

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

    def is_intact(self, project: str, stack: str, content: bytes | None) -> bool:
        """Whether a stack's checkpoint, as it was read, is the one that was saved, as far as its `.attrs` tell.

        Raises:
            StateError: the attributes cannot be read.
        """
        attributes = files.read(_attributes_path(self.checkpoint_path(project, stack)))
        if attributes is None:  # a crash between the two, or no file at all
            return True
        if content is None:
            return False
        try:
            return bool(json.loads(attributes).get("md5", _md5(content)) == _md5(content))
        except (AttributeError, ValueError):
            return False

    def mismatch(self, project: str, stack: str) -> ChecksumMismatch:
        """The error for a checkpoint that is not intact."""
        path = self.checkpoint_path(project, stack)
        return ChecksumMismatch(
            f"{path}: is not as it was saved: its MD5 is not the one in {_attributes_path(path).name}. It is damaged, "
            f"or was changed by hand; the one before it is {path.name}.bak. `strata recover {stack} --sandbox` says "
            "what is sound, and puts it back or accepts it"
        )

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

    def backups(self, project: str, stack: str) -> list[Path]:
        """Every earlier checkpoint of a stack that is kept, the one beside the present one among them; newest first."""
        folder = self._bookkeeping / "backups" / project / stack
        path = self.checkpoint_path(project, stack)
        kept = [*folder.glob(f"{stack}.*.json"), path.with_name(f"{path.name}.bak")]
        return sorted((one for one in kept if one.exists()), key=lambda one: one.stat().st_mtime_ns, reverse=True)

    def accept(self, project: str, stack: str) -> None:
        """Take a checkpoint that was changed by hand for what it is: its attributes are written anew.

        Raises:
            StateError: they cannot be written.
        """
        path = self.checkpoint_path(project, stack)
        _put(path, files.read(path) or b"")

    def leftovers(self, project: str, stack: str) -> list[Path]:
        """What a process, killed or at work, has begun to write of a stack."""
        left = [(self.checkpoint_path(project, stack).parent, f".{stack}.j*.tmp")]
        left += [(self._bookkeeping / kind / project / stack, f".{stack}*.tmp") for kind in ("history", "backups")]
        return sorted(path for folder, pattern in left for path in folder.glob(pattern))

    def tidy(self, project: str, stack: str) -> None:
        """Delete what a killed process had begun to write of a stack; nobody else may be writing.

        Raises:
            StateError: something cannot be deleted.
        """
        for path in self.leftovers(project, stack):
            files.remove(path)

    def lock_folder(self, project: str, stack: str) -> Path:
        """Where the lock files of a stack lie."""
        return self._bookkeeping / "locks" / ORGANIZATION / project / stack

    def record(self, project: str, stack: str, entry: JsonObject) -> None:
        """Add an operation to the stack's history, and back up the checkpoint after it.

        Raises:
            StateError: it cannot be written.
        """
        content = files.read(self.checkpoint_path(project, stack)) or b""
        history = self._bookkeeping / "history" / project / stack
        backups = self._bookkeeping / "backups" / project / stack
        moment = _moment_after(history, backups)
        _put(history / f"{stack}-{moment}.checkpoint.json", content)
        _put(backups / f"{stack}.{moment}.json", content)
        _put(history / f"{stack}-{moment}.history.json", json.dumps(entry, separators=(",", ":")).encode())

    def lock(self, project: str, stack: str, notify: Callable[[str], None]) -> AbstractContextManager[None]:
        """Hold the lock on a stack; `notify` is told of every stale lock that is taken over.

        Raises:
            StackLocked: another operation works on the stack.
        """
        return lock.hold(self.lock_folder(project, stack), stack, notify)

    def _check_layout(self) -> None:
        content = files.read(self._bookkeeping / "meta.yaml")
        if content is not None and content.split() != LAYOUT_VERSION.split():
            raise StateError(f"{self._bookkeeping / 'meta.yaml'}: unknown layout {content!r}; expected 'version: 1'")


def digest(content: bytes | None) -> str:
    """What tells one checkpoint file from another; empty for none."""
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _moment_after(*folders: Path) -> int:
    """The time in ns, or one later than what is recorded already: clocks go back, the order of the history does not."""
    names = (path.name for folder in folders for path in folder.glob("*.json"))
    moments = (int(found[1]) for name in names if (found := _MOMENT.search(name)))
    return max(time.time_ns(), 1 + max(moments, default=0))


def _put(path: Path, content: bytes) -> None:
    """Put a file in its place, and its attributes beside it.

    The old attributes go first: killed in between, there are none, which says nothing; they never speak of another
    file than the one that is there.
    """
    attributes_path = _attributes_path(path)
    files.remove(attributes_path)
    files.write(path, content)
    attributes = {
        "user.cache_control": "",
        "user.content_disposition": "",
        "user.content_encoding": "",
        "user.content_language": "",
        "user.content_type": "text/plain; charset=utf-8",
        "user.metadata": None,
        "md5": _md5(content),
    }
    files.write(attributes_path, json.dumps(attributes, separators=(",", ":")).encode() + b"\n")


def _attributes_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.attrs")


def _md5(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()
