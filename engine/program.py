"""Runs a Pulumi program in this process, as the official Python language host does in its own.

Source of the surroundings: `pulumi-language-python-exec` of the Pulumi SDK (sys.path, working directory, executor).
"""

from __future__ import annotations

import asyncio
import contextvars
import gc
import os
import re
import runpy
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pulumi
from pulumi.runtime import run_in_stack, set_all_config, settings
from pulumi.runtime.stack import wait_for_rpcs

from engine.errors import EngineError, ProgramError, UnsupportedError
from engine.operation import Program
from engine.project import Stack
from engine.streams import Tell, told
from protocol.values import Secret

_COLLECTOR = threading.Lock()
_PATIENT: Final[list[tuple[int, int, int]]] = []
"""For each program that runs, the garbage collector's thresholds as it found them; they belong to the process."""

_SURROUNDINGS = threading.Lock()
"""The working directory and sys.path belong to the process: programs that need theirs run one at a time."""

_HIDE: Final[contextvars.ContextVar[Callable[[Any], None]]] = contextvars.ContextVar("hide", default=lambda _: None)
_make_secret: Final = pulumi.Output.secret

_REFUSED_BY_SDK: Final = re.compile(r"The Pulumi CLI does not support (.+?)\. Please update")
"""How the SDK refuses a feature that the monitor did not offer. There is no CLI here that an update would help."""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a program finds around it.

    Attributes:
        stack: whose configuration it reads.
        monitor: receives its resources.
        engine: receives its messages.
        parallel: how many resources may be worked on at once.
        dry_run: whether it is a preview.
        hide: told of every value that the program itself declares secret.
        tell: told of every line that it prints.
    """

    stack: Stack
    monitor: Any
    engine: Any
    parallel: int
    dry_run: bool
    hide: Callable[[Any], None]
    tell: Tell


def run(program: Program | None, surroundings: Surroundings, interrupt: Callable[[], None]) -> None:
    """Run a program to its end; everything it changed in the process is put back.

    It runs on a thread of its own: its context variables and its event loop are nobody else's, and its call stack,
    which the SDK walks for every resource, is short.

    Args:
        program: a function; None for the project's own program.
        surroundings: what it finds around it.
        interrupt: called on Ctrl-C, to stop what is under way; the program then ends by itself.

    Raises:
        EngineError: the program failed.
    """
    failure: list[BaseException] = []

    waiting = threading.get_ident()

    def body() -> None:
        try:
            contextvars.Context().run(_run, program, surroundings, waiting)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits
            failure.append(error)

    with _patient_collector():
        thread = threading.Thread(target=body, name="program")
        thread.start()
        while thread.is_alive():
            try:
                thread.join()
            except KeyboardInterrupt:
                interrupt()
    if failure:
        raise _explained(failure[0], surroundings.stack.project.root) from failure[0]


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Look for garbage less often: a resource and its fifty outputs live until the program ends.

    With Python's own thresholds, the search through them takes half of the time of a large program.
    """
    with _COLLECTOR:
        _PATIENT.append(gc.get_threshold())
        gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        with _COLLECTOR:
            # Whichever program ends last puts back what the first one found.
            gc.set_threshold(*_PATIENT.pop())


def _run(program: Program | None, around: Surroundings, waiting: int) -> None:
    stack = around.stack
    _HIDE.set(around.hide)
    set_all_config(stack.config, list(stack.secret_keys))
    settings.configure(
        settings.Settings(
            project=stack.project.name,
            stack=stack.name,
            monitor=around.monitor,
            engine=around.engine,
            parallel=around.parallel,
            dry_run=around.dry_run,
            organization=stack.organization,
            root_directory=str(stack.project.root),
        )
    )
    if program is not None:
        _run_in_loop(program, around.parallel)
        return
    with (
        _SURROUNDINGS,
        project_paths(stack.project.root, stack.project.main),
        told(around.tell, waiting=waiting),
    ):
        _run_in_loop(lambda: _run_main(stack.project.main), around.parallel)


def _secret(val: Any) -> Any:
    """`Output.secret`, which also lets the operation know the value: a program may print it long before the engine
    gets it with a resource, or never give it to one.
    """
    _HIDE.get()(Secret(val))
    return _make_secret(val)


pulumi.Output.secret = staticmethod(_secret)  # type: ignore[method-assign]


def _run_main(main: Path) -> None:
    runpy.run_path(str(main), run_name="__main__")


def _run_in_loop(program: Program, parallel: int) -> None:
    loop = asyncio.new_event_loop()
    # Futures that nobody awaits are usual in a program that ends early; asyncio would complain of each.
    loop.set_exception_handler(lambda _loop, _context: None)
    executor = ThreadPoolExecutor(max_workers=parallel * 4, thread_name_prefix="resource")
    loop.set_default_executor(executor)
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(run_in_stack(lambda: _declare(program)))
    finally:
        executor.shutdown(wait=True)
        _settle(loop)
        asyncio.set_event_loop(None)
        loop.close()


async def _declare(program: Program) -> None:
    """Run the program, then let its registrations finish before the SDK waits for outputs.

    The SDK waits for outputs one by one, over all that are open: quadratic while registrations are still under way.
    """
    program()
    await asyncio.sleep(0)
    await wait_for_rpcs(await_all_outstanding_tasks=False)


def _settle(loop: asyncio.AbstractEventLoop) -> None:
    """Let go of everything that a program that ended early left behind."""
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    if tasks:
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.run_until_complete(loop.shutdown_asyncgens())


@contextmanager
def project_paths(root: Path, main: Path) -> Iterator[None]:
    """The program's folder first on the path, then the project's; the program's folder as working directory."""
    folder = main if main.is_dir() else main.parent
    before, directory, modules = list(sys.path), Path.cwd(), set(sys.modules)
    sys.path[:0] = [str(folder), str(root)]
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(directory)
        sys.path[:] = before
        # Modules beside the program are the program's own: another program may have others of the same names.
        for name in set(sys.modules) - modules:
            file = getattr(sys.modules[name], "__file__", None)
            if file and Path(file).is_relative_to(folder) and "site-packages" not in Path(file).parts:
                del sys.modules[name]


def _explained(error: BaseException, root: Path) -> EngineError:
    """The failure for people: a RunError speaks for itself; anything else with the place in the user's code."""
    if isinstance(error, EngineError):
        return error
    if isinstance(error, pulumi.RunError):
        return ProgramError(str(error))
    refused = _REFUSED_BY_SDK.match(str(error))
    if refused:
        return UnsupportedError(f"{refused[1]} are not supported by the embedded engine; use the official Pulumi CLI")
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(root) and "site-packages" not in Path(frame.filename).parts
    ]
    own = [frame for frame in frames if not Path(frame.filename).is_relative_to(Path(__file__).parent)]
    where = [f"{Path(frame.filename).relative_to(root)}:{frame.lineno}" for frame in own]
    return ProgramError(
        f"the program failed at {' → '.join(where)}: {what}" if where else f"the program failed: {what}"
    )
