"""Work on several stacks at once, each in a process of its own that shares what was imported before."""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from cli.errors import CommandError, PlanFailed, foreseen

T = TypeVar("T")
Tell = Callable[[int], None]
"""Told how far the work on a stack is."""

LOOK_INTERVAL_S = 0.1
"""How soon what is shown follows what happens."""


@dataclass(frozen=True)
class Failure:
    """Why the work on a stack failed, for people; `code` is the exit status that it would leave alone."""

    messages: Sequence[str]
    code: int


@dataclass(frozen=True)
class Job(Generic[T]):
    """One stack's work.

    Attributes:
        name: the stack.
        work: what to do; is given a function to tell how far it is. What it returns goes through a pipe.
    """

    name: str
    work: Callable[[Tell], T]


def side_by_side(jobs: Sequence[Job[T]], show: Callable[[str, int], None]) -> dict[str, T | Failure]:
    """Do all of it at once; what came of each job, by its name, in their order.

    Nothing of it may outlive this: however it is left, also by Ctrl-C, the processes are gone.

    Args:
        show: told how far each job is, and at least every `LOOK_INTERVAL_S`, as (name, steps); an empty name is a beat.
    """
    found: dict[str, T | Failure] = {}
    with _processes(jobs) as running:
        while running:
            for connection in wait(list(running), timeout=LOOK_INTERVAL_S):
                assert isinstance(connection, Connection)  # noqa: S101 - nothing else is waited for
                name = running[connection]
                try:
                    kind, value = connection.recv()
                except EOFError:
                    kind, value = "done", Failure([f"{name}: the process that planned it ended without a word"], 1)
                if kind == "done":
                    found[name] = value
                    del running[connection]
                else:
                    show(name, value)
            show("", 0)
    return {job.name: found[job.name] for job in jobs}


@contextmanager
def _processes(jobs: Sequence[Job[Any]]) -> Iterator[dict[Connection, str]]:
    # Where the system's own libraries do not stand a fork, what was imported is imported anew.
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "darwin" else "fork")
    gc.freeze()  # what is shared stays shared: the collector of a process would copy all that it looks at
    started: list[BaseProcess] = []
    running: dict[Connection, str] = {}
    try:
        for job in jobs:
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(job, theirs), daemon=True)
            process.start()
            theirs.close()
            started.append(process)
            running[ours] = job.name
        yield running
    finally:
        gc.unfreeze()
        for process in started:
            process.kill()
            process.join()


def _run(job: Job[Any], connection: Connection) -> None:
    """What the process of a job does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal tells everybody; the process that waits ends this one
    gc.disable()  # it lives a second or two
    with suppress(BrokenPipeError):
        try:
            outcome: Any = _outcome(job, lambda count: connection.send(("step", count)))
            connection.send(("done", outcome))
        except Exception:  # noqa: BLE001 - told as a defect of the command is told
            sys.excepthook(*sys.exc_info())
            connection.send(("done", Failure([f"{job.name}: Strata has a bug, told above; please report it"], 1)))


def _outcome(job: Job[T], tell: Tell) -> T | Failure:
    try:
        return job.work(tell)
    except CommandError as failed:
        return Failure(failed.messages if isinstance(failed, PlanFailed) else [str(failed)], failed.code)
    except Exception as failed:
        code = foreseen(failed)
        if code is None:
            raise
        return Failure([str(failed)], code)
