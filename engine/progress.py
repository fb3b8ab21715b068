"""The account of an operation while it runs: events to whoever listens, counts, errors and warnings for the summary."""

from __future__ import annotations

import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

from engine import urn as urns
from engine.errors import EngineDefect, EngineError
from engine.events import (
    DiagnosticEvent,
    Event,
    EventCallback,
    PreludeEvent,
    ResourceFailedEvent,
    ResourceOutputsEvent,
    ResourcePreEvent,
    SummaryEvent,
)
from engine.resource import ResourceState
from engine.snapshot import Snapshot
from engine.step import Op, Step
from protocol.masking import Mask
from protocol.values import reveal

_NOT_COUNTED: Final = frozenset(
    {Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.READ_REPLACEMENT, Op.DISCARD_REPLACED, Op.REMOVE_PENDING_REPLACE}
)
"""The physical halves of a replacement: the logical `replace` step is what counts."""


class Progress:
    """Collects what happens. Methods may be called from many threads; events leave one at a time, in order."""

    def __init__(self, on_event: EventCallback | None, *, planning: bool, debug: bool) -> None:
        self.changes: Counter[str] = Counter()
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.planning = planning
        self._on_event = on_event
        self._debug = debug
        self._sequence = 0
        self._lock = threading.RLock()
        self._mask = Mask()

    def hide(self, value: Any) -> None:
        """Never show the secrets in this value, wherever they turn up in a message."""
        self._mask.add(value)

    def hide_recorded(self, snapshot: Snapshot) -> None:
        """Never show a secret of the state: a provider's answer may hold it."""
        pending = (operation.resource for operation in snapshot.pending_operations)
        for state in (*snapshot.resources, *pending):
            self.hide(state.inputs)
            self.hide(state.outputs)

    def masked(self, message: str) -> str:
        """The message without any secret that we know of."""
        return self._mask(message)

    def all_masked(self, messages: Iterable[str]) -> list[str]:
        """Each of the messages, masked."""
        return [self.masked(message) for message in messages]

    @contextmanager
    def defects_told(self) -> Iterator[None]:
        """Within, an error that nobody raises on purpose keeps its traceback, but no secret that it quotes.

        Raises:
            EngineDefect: there was one.
        """
        try:
            yield
        except EngineError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again, with all that it says but secrets
            told = self.masked("".join(traceback.format_exception(error)))
            raise EngineDefect(f"the engine has a bug; please report it with these lines:\n{told}") from None

    def prelude(self, config: Mapping[str, str]) -> None:
        """The operation begins."""
        if self._on_event:
            self._emit(PreludeEvent(config=config))

    def begin(self, step: Step) -> None:
        """A step begins."""
        if self._on_event:
            self._emit(ResourcePreEvent(step=step, old=step.old, new=step.new, planning=self.planning))

    def done(self, step: Step, new: ResourceState | None) -> None:
        """A step ended well. A component's outputs are shown when it registers them."""
        self._count(step, new)
        if self._on_event and (step.state.custom or step.new is None or step.op == Op.REFRESH):
            self._emit(ResourceOutputsEvent(step=step, old=step.old, new=new, planning=self.planning))

    def outputs(self, step: Step, new: ResourceState) -> None:
        """A component registered its outputs."""
        if self._on_event:
            self._emit(ResourceOutputsEvent(step=step, old=step.old, new=new, planning=self.planning))

    def failed(self, step: Step, *, not_ready: bool = False) -> None:
        """A step failed; `error` says why."""
        if self._on_event:
            self._emit(
                ResourceFailedEvent(
                    step=step, old=step.old, new=step.new, planning=self.planning, status=int(not_ready)
                )
            )

    def error(self, message: str, urn: str = "") -> None:
        """Something went wrong; the operation fails."""
        message = self.masked(message)
        with self._lock:
            self.errors.append(message)
        self._diagnose("error", message, urn)

    def warn(self, message: str, urn: str = "") -> None:
        """Something a person should know."""
        message = self.masked(message)
        with self._lock:
            self.warnings.append(message)
        self._diagnose("warning", message, urn)

    def log(self, severity: str, message: str, urn: str = "", *, ephemeral: bool = False) -> None:
        """A message of the program."""
        if severity == "error":
            self.error(message, urn)
        elif severity == "warning":
            self.warn(message, urn)
        elif severity != "debug" or self._debug:
            self._diagnose(severity, self.masked(message), urn, ephemeral=ephemeral)

    def summary(self, duration_s: float) -> None:
        """The operation ended."""
        if self._on_event:
            self._emit(
                SummaryEvent(
                    duration_s=round(duration_s),
                    changes=dict(self.changes),
                    is_preview=self.planning,
                    result="failed" if self.errors else "succeeded",
                )
            )

    def _diagnose(self, severity: str, message: str, urn: str, *, ephemeral: bool = False) -> None:
        if self._on_event:
            self._emit(DiagnosticEvent(message=message, severity=severity, urn=urn, ephemeral=ephemeral))

    def _emit(self, event: Event) -> None:
        assert self._on_event is not None  # noqa: S101 - asked by every caller, to build no event in vain
        with self._lock:
            numbered = replace(event, sequence=self._sequence, timestamp=int(time.time()))
            self._sequence += 1
            self._on_event(numbered)

    def _count(self, step: Step, new: ResourceState | None) -> None:
        op = step.op
        if op in _NOT_COUNTED or is_default_provider(step.urn) or step.skipped:
            return
        if op == Op.READ and not _read_changed(step.old, new):
            op = Op.SAME
        with self._lock:
            self.changes[str(op)] += 1


def is_default_provider(urn: str) -> bool:
    """Whether the resource is a provider that the engine made by itself; such are not counted."""
    parsed = urns.parse(urn)
    return urns.is_provider_type(parsed.type) and (parsed.name == "default" or parsed.name.startswith("default_"))


def _read_changed(old: ResourceState | None, new: ResourceState | None) -> bool:
    return old is not None and new is not None and reveal(old.outputs) != reveal(new.outputs)
