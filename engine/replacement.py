"""Replacing a resource: the new one first, or, where both cannot be at once, the old one and what hangs on it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from google.protobuf.struct_pb2 import Struct

from engine.diff import Diff
from engine.errors import ResourceError
from engine.executor import Executor
from engine.providers import ProviderResources, provider_urn
from engine.registrations import Registrations
from engine.resource import ResourceState
from engine.step import Op, Step
from protocol.values import UNKNOWN, Props, encode


@dataclass(frozen=True, slots=True)
class Dependent:
    """A recorded resource that has to be replaced because of another one; `keys` are the properties that say so."""

    state: ResourceState
    keys: tuple[str, ...]


class Replacement:
    """Decides the steps of replacements."""

    def __init__(self, registrations: Registrations, executor: Executor) -> None:
        self._registrations = registrations
        self._executor = executor

    def steps(
        self, old: ResourceState, new: ResourceState, diff: Diff, wire: Struct, *, delete_before_replace: bool
    ) -> list[Step]:
        """The steps that replace a resource.

        Raises:
            ResourceError: it, or something that would have to go with it, is protected.
        """
        if old.protect and new.protect:
            raise ResourceError(
                new.urn,
                f"it is protected, and a change of {', '.join(diff.replaces)} would replace it; "
                "take the `protect` option out of the program first",
            )
        self._registrations.replaced.add(new.urn)
        logical = Step(op=Op.REPLACE, old=old, new=new, diff=diff)
        create = Step(op=Op.CREATE_REPLACEMENT, old=old, new=new, diff=diff, inputs=wire)
        if not delete_before_replace:
            return [create, logical]
        condemned = self.dependents(old)
        deletes = [self._condemn(dependent, new.urn) for dependent in reversed(condemned)]
        delete = Step(op=Op.DELETE_REPLACED, old=old, diff=diff, pending_replacement=True)
        return [*deletes, delete, logical, create]

    def dependents(self, root: ResourceState) -> list[Dependent]:
        """The recorded resources that would have to be replaced if `root` went, in dependency order.

        What is registered already cannot depend on `root`, which is only being registered now.
        """
        replaced = {root.urn}
        found: list[Dependent] = []
        for state in self._registrations.graph.dependents(root.urn, without=self._registrations.registered):
            keys = self._replaced_through(state, replaced)
            if keys is not None and not state.delete:
                current = self._registrations.olds[state.urn]
                if not current.pending_replacement:
                    found.append(Dependent(current, keys))
                replaced.add(state.urn)
        return found

    def _replaced_through(self, state: ResourceState, replaced: set[str]) -> tuple[str, ...] | None:
        """The properties through which the resource would have to be replaced; None if it would not."""
        if not state.custom or state.external:
            return None
        if state.provider and provider_urn(state.provider) in replaced:
            return ("provider",)
        if state.deleted_with in replaced:
            return ("deletedWith",)
        if any(urn in replaced for urn in state.replace_with):
            return ("replaceWith",)
        depending = [name for name, urns in state.property_dependencies.items() if replaced & set(urns)]
        inputs: Props = {name: UNKNOWN if name in depending else value for name, value in state.inputs.items()}
        if not any(name in state.inputs for name in depending):
            return None
        client: Any = self._executor.client(state)
        if isinstance(client, ProviderResources):
            diff = client.diff(state, Struct(), inputs)
        else:
            diff = client.diff(state, encode(inputs), inputs)
        return diff.replaces or ("",) if diff.replace else None

    def _condemn(self, dependent: Dependent, urn: str) -> Step:
        state = dependent.state
        if state.protect:
            raise ResourceError(
                state.urn,
                f"it is protected, and would have to be replaced because {urn} is replaced; "
                "take the `protect` option out of the program first",
            )
        self._registrations.condemn(state, tuple(key for key in dependent.keys if key))
        return Step(op=Op.DELETE_REPLACED, old=state, reason=dependent.keys, pending_replacement=True)
