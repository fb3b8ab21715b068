"""A disk that fails: counts every call that changes something below a folder, and makes some of them fail.

It stands between the engine and the operating system, so that each single call can be made to fail, which no real disk
does on demand; `test_full_disk.py` fills a real one.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from engine import journal_file

NEEDS_SPACE = frozenset({"open", "mkdir", "write", "fsync", "replace", "rename"})
"""What a full disk refuses; to delete and to shorten files, it needs no space."""


@dataclass
class FaultyDisk:
    """Fails from a certain call on.

    Attributes:
        folder: what lies below is on this disk.
        fails: told the name and the number of a call; gives what is wrong with it, an errno, or 0.
        calls: the names of the calls so far, in order.
        failed: those that failed.
    """

    folder: Path
    fails: Callable[[str, int], int] = lambda _name, _number: 0
    calls: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    _open: set[int] = field(default_factory=set)

    def mount(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Come between; `monkeypatch.undo` takes the disk away again."""
        for name in ("mkdir", "unlink", "replace", "rename", "open"):
            monkeypatch.setattr(os, name, self._by_path(name, getattr(os, name)))
        for name in ("write", "ftruncate", "fsync", "close"):
            monkeypatch.setattr(os, name, self._by_descriptor(name, getattr(os, name)))
        monkeypatch.setattr(journal_file, "_sync", self._by_descriptor("fsync", journal_file._sync))

    def _by_path(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def checked(path: Any, *args: Any, **named: Any) -> Any:
            ours = Path(os.fspath(path)).is_relative_to(self.folder)
            if ours and (name != "open" or args[0] & os.O_CREAT):
                self._count(name, path)
            result = call(path, *args, **named)
            if ours and name == "open":
                self._open.add(result)
            return result

        return checked

    def _by_descriptor(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def checked(descriptor: int, *args: Any) -> Any:
            if descriptor in self._open and name == "close":
                self._open.discard(descriptor)
            elif descriptor in self._open:
                try:
                    self._count(name, descriptor)
                except OSError as error:
                    # A disk that gets full, or breaks, takes the beginning first.
                    taken = call(descriptor, args[0][: len(args[0]) // 2]) if name == "write" else 0
                    if error.errno == errno.ENOSPC and taken:
                        return taken
                    raise
            return call(descriptor, *args)

        return checked

    def _count(self, name: str, what: Any) -> None:
        number = len(self.calls)
        self.calls.append(name)
        if code := self.fails(name, number):
            self.failed.append(f"{name} {what}")
            raise OSError(code, os.strerror(code), str(what))


def full_from(first: int) -> Callable[[str, int], int]:
    """The disk is full from a call on; files can still be deleted."""
    return lambda name, number: errno.ENOSPC if number >= first and name in NEEDS_SPACE else 0


def dead_from(first: int) -> Callable[[str, int], int]:
    """From a call on, the disk takes no change any more, but for half of what is written."""
    return lambda _name, number: errno.EROFS if number >= first else 0


def hiccup_at(only: int) -> Callable[[str, int], int]:
    """One call fails, and none before or after it."""
    return lambda _name, number: errno.EIO if number == only else 0
