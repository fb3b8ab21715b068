"""How far an operation is, known from the engine's events alone.

Events are mappings in the shape of the official engine's event log, so the same code follows either engine.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import RLock
from typing import Any

from cli.render.operations import FAILED, counted_as

Event = Mapping[str, Any]

STACK_TYPE = "pulumi:pulumi:Stack"
REST = "(stack)"
"""Where the stack itself is told of, and what stands directly below it without being a component."""


class Phase(StrEnum):
    """What a resource is going through."""

    ACTIVE = "active"
    DONE = "done"
    FAILED = "failed"


@dataclass(slots=True)
class Resource:
    """One resource as its events tell it.

    Attributes:
        op: the operation of its latest step.
        metadata: of the step that says what changes: old and new state, changed keys.
        begun, ended: seconds on the progress's clock.
        status: what was last told of the step under way, such as what it waits for.
    """

    urn: str
    type: str
    name: str
    parent: str
    op: str
    phase: Phase
    metadata: Mapping[str, Any]
    begun: float
    ended: float = 0.0
    steps_begun: int = 0
    steps_ended: int = 0
    status: str = ""

    @property
    def changes(self) -> bool:
        """Whether anything happens to it."""
        return self.op not in {"same", "read"}

    @property
    def is_retained(self) -> bool:
        """Whether it is only forgotten, and goes on existing."""
        return self.op == "delete" and bool((self.metadata.get("old") or {}).get("retainOnDelete"))

    @property
    def is_default_provider(self) -> bool:
        """Whether the engine made it by itself for resources that name no provider."""
        return self.type.startswith("pulumi:providers:") and self.name.startswith("default")

    @property
    def is_component(self) -> bool:
        """Whether it only groups others; a component or the stack itself."""
        state = self.metadata.get("new") or self.metadata.get("old") or {}
        return not state.get("custom")


@dataclass(slots=True)
class Component:
    """The resources below one child of the stack, that child included.

    Attributes:
        planned: how many steps the plan has for them; 0 without a plan.
    """

    name: str
    resources: list[Resource] = field(default_factory=list)
    planned: int = 0

    @property
    def active(self) -> list[Resource]:
        """Those being worked on, the longest first; what only groups others is left out."""
        active = (one for one in self.resources if one.phase is Phase.ACTIVE and not one.is_component)
        return sorted(active, key=lambda one: one.begun)

    @property
    def failed(self) -> list[Resource]:
        return [one for one in self.resources if one.phase is Phase.FAILED]

    @property
    def done(self) -> int:
        """Steps finished."""
        return sum(one.steps_ended for one in self.resources)

    @property
    def begun(self) -> int:
        """Steps begun."""
        return sum(one.steps_begun for one in self.resources)

    @property
    def finished(self) -> bool:
        """Whether all that was planned has happened; without a plan, whether nothing is active."""
        return all(one.phase is not Phase.ACTIVE for one in self.resources) and self.done >= self.planned

    @property
    def counts(self) -> Counter[str]:
        """Resources by operation; those whose operation failed count as failed."""
        return Counter(FAILED if one.phase is Phase.FAILED else counted_as(one.op) for one in self.resources)

    @property
    def elapsed(self) -> float:
        """Seconds from the first beginning to the last end."""
        ends = [one.ended for one in self.resources if one.ended]
        return max(ends) - min(one.begun for one in self.resources) if ends else 0.0


class Progress:
    """Every resource seen so far, and how far it is. May be fed and read from several threads.

    Args:
        plan: the progress of the preview before, which knows what is to come.
        clock: seconds since any fixed moment.
    """

    def __init__(self, plan: Progress | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        self.plan = plan
        self.clock = clock
        self.begun = clock()
        self.resources: dict[str, Resource] = {}
        self._lock = RLock()

    def see(self, event: Event) -> Resource | None:
        """Take note of an event; the resource it is about, if it is about one."""
        with self._lock:
            for kind, phase in (("resourcePreEvent", Phase.ACTIVE), ("resOutputsEvent", Phase.DONE)):
                if kind in event:
                    return self._step(event[kind]["metadata"], phase)
            if "resOpFailedEvent" in event:
                return self._step(event["resOpFailedEvent"]["metadata"], Phase.FAILED)
            told = event.get("diagnosticEvent", {})
            if told.get("ephemeral") and (resource := self.resources.get(told.get("urn", ""))):
                resource.status = told["message"].strip()
            return None

    def _step(self, metadata: Mapping[str, Any], phase: Phase) -> Resource:
        urn, now = metadata["urn"], self.clock()
        state = metadata.get("new") or metadata.get("old") or {}
        resource = self.resources.get(urn)
        if resource is None:
            name, parent = urn.rpartition("::")[2], state.get("parent") or ""
            resource = Resource(urn, metadata["type"], name, parent, metadata["op"], phase, metadata, now)
            self.resources[urn] = resource
        elif phase is Phase.ACTIVE and resource.phase is not Phase.ACTIVE:
            resource.begun = now
        resource.op, resource.phase, resource.status = metadata["op"], phase, ""
        if metadata["op"] not in {"delete-replaced", "discard-replaced"}:
            resource.metadata = metadata  # the old half of a replacement says nothing of what changes
        if phase is Phase.ACTIVE:
            resource.steps_begun += 1
        else:
            resource.steps_ended += 1
            resource.ended = now
        return resource

    @property
    def done(self) -> int:
        """Steps finished."""
        with self._lock:
            return sum(one.steps_ended for one in self.resources.values())

    @property
    def total(self) -> int:
        """Steps planned; without a plan, steps begun."""
        with self._lock:
            begun = sum(one.steps_begun for one in self.resources.values())
        return max(begun, self.plan.total) if self.plan else begun

    @property
    def counts(self) -> Counter[str]:
        """Resources by operation; the providers that an engine makes by itself do not count."""
        return sum((component.counts for component in self.components()), Counter[str]())

    def components(self) -> list[Component]:
        """The resources by top-level component, in the order in which they were first seen; the rest comes last."""
        with self._lock:
            grouped: dict[str, Component] = {}
            for resource in self.resources.values():
                if not resource.is_default_provider:
                    name = self.component_of(resource.urn)
                    grouped.setdefault(name, Component(name)).resources.append(resource)
        for planned in self.plan.components() if self.plan else ():
            if planned.name in grouped:
                grouped[planned.name].planned = planned.begun
        return sorted(grouped.values(), key=lambda component: component.name == REST)

    def component_of(self, urn: str) -> str:
        """The name of the stack's child that a resource stands below, or is."""
        *_, top = self._ancestry(urn) or (urn,)
        known = self.resources.get(top)
        if f"::{STACK_TYPE}::" in top or (known and not known.is_component):
            return REST
        return top.rpartition("::")[2]

    def _ancestry(self, urn: str) -> list[str]:
        """A resource's URN and those of its ancestors below the stack, as far as they are known."""
        line: list[str] = []
        while urn and f"::{STACK_TYPE}::" not in urn:
            line.append(urn)
            known = self.resources.get(urn) or (self.plan.resources.get(urn) if self.plan else None)
            urn = known.parent if known else ""
        return line


def short_type(token: str) -> str:
    """`aws:s3:Bucket` for `aws:s3/bucket:Bucket`, as the official CLI shows it."""
    package, _, rest = token.partition(":")
    module, _, name = rest.rpartition(":")
    return ":".join(part for part in (package, module.partition("/")[0], name) if part)


def resource_label(urn: str) -> str:
    """`aws:sqs:Queue train` for the URN of that resource."""
    *_, types, name = urn.split("::")
    return f"{short_type(types.rpartition('$')[2])} {name}"


def changed(resources: Iterable[Resource]) -> list[Resource]:
    """Those to which something happens."""
    return [one for one in resources if one.changes]
