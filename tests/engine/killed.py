"""Kills a process (SIGKILL) at each call that changes a file: before it, and in the middle of a write."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Callable, Iterator
from typing import Any

CHANGING = ("open", "write", "fsync", "replace", "unlink", "mkdir", "chmod")
POINTS_MAX = 500
TIMEOUT_S = 60


def every_kill(action: Callable[[], object], prepare: Callable[[], object]) -> Iterator[int]:
    """Run an action in a process that is killed at its first changing call, then at its second, …

    Args:
        action: what the process does.
        prepare: called before each, to bring everything back to the beginning.

    Yields:
        The number of the call, after the process has died; ends with the first that comes to the action's end.
    """
    for point in range(1, POINTS_MAX):
        prepare()
        if not _killed_at(point, action):
            return
        yield point
    raise AssertionError(f"the action has more than {POINTS_MAX} changing calls")


def _killed_at(point: int, action: Callable[[], object]) -> bool:
    with warnings.catch_warnings():
        # Python warns of forks beside threads; the child only works on files, and an alarm ends it if it hangs.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        signal.alarm(TIMEOUT_S)
        _count_down(point)
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    if os.WIFSIGNALED(ended):
        assert os.WTERMSIG(ended) == signal.SIGKILL
        return True
    assert ended == 0, "the action failed"
    return False


def _count_down(point: int) -> None:
    left = point

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def checked(first: Any, *args: Any, **named: Any) -> Any:
            nonlocal left
            if name != "open" or (args and args[0] & os.O_CREAT):
                left -= 1
                if left == 0:
                    if name == "write":  # half of it is there
                        call(first, args[0][: len(args[0]) // 2])
                    os.kill(os.getpid(), signal.SIGKILL)
            return call(first, *args, **named)

        return checked

    for name in CHANGING:
        setattr(os, name, counted(name, getattr(os, name)))
