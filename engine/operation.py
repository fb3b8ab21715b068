"""What can be done with a stack, how, and what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from engine.resource import ResourceState
from engine.step import Step

Program = Callable[[], object]
"""A program as a function: it declares resources, as `stacks/__main__.py` does at its top level."""


class Operation(StrEnum):
    """The operations, named as the official CLI names its commands; `recover`, which is ours, is a part of them all."""

    PREVIEW = "preview"
    UP = "up"
    REFRESH = "refresh"
    DESTROY = "destroy"
    RECOVER = "recover"
    """Ask the providers what came of operations that were cut off, and nothing else."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How an operation runs.

    Attributes:
        parallel: how many resources are worked on at once.
        targets: URNs to restrict the operation to; `*` stands for any text without a colon, `**` for any text.
        excluded: URNs that a destroy leaves alone, with everything that they need; patterns as in `targets`.
        message: why this is done; goes into the history.
        refresh: whether to ask the providers for the real state before the program runs.
        dry_run: plan only, change nothing; a preview always is.
        debug: whether debug messages of the program become events.
        cancel: set it to stop: work in flight finishes and is recorded, nothing new starts.
        seed: what the names that providers make up are made of, so that a plan and its execution make up the same; new
            ones for every run if it is empty.
        permit: asked before each step, from any thread; it raises an `EngineError` to have the step fail.
    """

    parallel: int = 16
    targets: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    message: str = ""
    refresh: bool = False
    dry_run: bool = False
    debug: bool = False
    cancel: threading.Event = field(default_factory=threading.Event)
    seed: bytes = field(default=b"", repr=False)
    permit: Callable[[Step], None] = lambda _: None


@dataclass(kw_only=True)
class Summary:
    """What an operation did, or a preview would do.

    Attributes:
        operation: what was asked for.
        changes: count of resources by step: same, create, update, replace, delete, …
        outputs: the stack's outputs; secrets stay wrapped in `Secret`.
        resources: all resources of the stack as they are now, or would be: with `UNKNOWN` and `Secret` inside.
        errors: what went wrong, a text for people each; empty when all succeeded.
        warnings: what a person should know although nothing failed.
        duration_s: wall time in seconds.
    """

    operation: Operation
    changes: dict[str, int] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    resources: list[ResourceState] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    duration_s: float = 0.0

    @property
    def succeeded(self) -> bool:
        """Whether the operation did all it set out to do."""
        return not self.errors

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, changed."""
        return any(count for op, count in self.changes.items() if op != "same")
