"""Decides what happens to each registered resource: compares what is wanted with what is recorded.

The rules are the official engine's: the provider's Check completes the inputs, its Diff says what changed and whether
that means replacement.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from google.protobuf.struct_pb2 import Struct

from engine.client import CheckFailure
from engine.diff import Diff, compare, with_replace_on_changes
from engine.errors import ResourceError
from engine.executor import Executor
from engine.goal import Goal
from engine.property_path import keep_old, parse
from engine.providers import provider_urn
from engine.registrations import Claim, Registrations
from engine.replacement import Replacement
from engine.resource import ResourceState
from engine.step import Op, Step
from protocol.values import contains_unknown, decode, encode, reveal


class CheckFailed(ResourceError):
    """The provider refuses the inputs of a resource.

    Attributes:
        failures: everything that is wrong with them.
    """

    def __init__(self, urn: str, failures: list[CheckFailure]) -> None:
        super().__init__(urn, "; ".join(str(failure) for failure in failures))
        self.failures = failures


class StepGenerator:
    """Decides the steps of one operation."""

    def __init__(self, registrations: Registrations, executor: Executor) -> None:
        self._registrations = registrations
        self._executor = executor
        self._replacement = Replacement(registrations, executor)

    def component(self, old: ResourceState | None, new: ResourceState) -> list[Step]:
        """The steps of a component: no provider is asked."""
        wire = Struct()
        if old is None:
            return [Step(op=Op.CREATE, new=new, inputs=wire)]
        if old.custom:
            diff = Diff(changed=True, replaces=("provider",))
            return self._replacement.steps(old, new, diff, wire, delete_before_replace=False)
        diff = compare(old.inputs, new.inputs)
        return [Step(op=Op.UPDATE if diff.changed else Op.SAME, old=old, new=new, diff=diff, inputs=wire)]

    def custom(self, goal: Goal, claim: Claim, new: ResourceState) -> list[Step]:
        """The steps of a resource that a provider manages.

        Raises:
            CheckFailed: the provider refuses the inputs.
            ResourceError: what is wanted cannot be, e.g. replacing a protected resource.
        """
        old = claim.old
        anew = claim.condemned or (old is not None and (old.external or old.pending_replacement))
        wire = self.check(goal, new, None if anew else old)
        if old is None:
            return [Step(op=Op.CREATE, new=new, inputs=wire)]
        if anew:
            self._registrations.replaced.add(new.urn)
            steps = [
                Step(op=Op.REPLACE, old=old, new=new, reason=claim.reason),
                Step(op=Op.CREATE_REPLACEMENT, old=old, new=new, reason=claim.reason, inputs=wire),
            ]
            return steps[::-1] if old.external else steps
        return self.changes(goal, old, new, wire)

    def changes(self, goal: Goal, old: ResourceState, new: ResourceState, wire: Struct) -> list[Step]:
        """The steps from a recorded resource to the wanted one, whose inputs were checked."""
        diff = self._diff(goal, old, new, wire)
        diff = with_replace_on_changes(diff, goal.replace_on_changes, has_init_errors=bool(old.init_errors))
        if diff.changed and diff.replace:
            if goal.import_id:
                raise ResourceError(
                    new.urn,
                    f"it was imported, and {', '.join(diff.replaces)} cannot change in place; "
                    "take the `import_` option out of the program to have it replaced",
                )
            wire = self.check(goal, new, None)
            delete_first = diff.delete_before_replace
            if goal.delete_before_replace is not None:
                delete_first = goal.delete_before_replace
            return self._replacement.steps(old, new, diff, wire, delete_before_replace=delete_first)
        # What did not become ready is updated although nothing changed: the provider waits for it again.
        op = Op.UPDATE if diff.changed or old.init_errors else Op.SAME
        return [Step(op=op, old=old, new=new, diff=diff, inputs=wire)]

    def check(self, goal: Goal, new: ResourceState, old: ResourceState | None) -> Struct:
        """Have the provider check the inputs; the new state gets them completed. Returns them in wire form."""
        wire = goal.wire
        if old is not None and goal.ignore_changes:
            inputs: Any = goal.inputs
            for path in goal.ignore_changes:
                inputs = keep_old(parse(path), old.inputs, inputs)
            wire = encode(inputs)
        client = self._executor.client(new)
        checked, failures = client.check(new.urn, old.inputs if old else None, wire, self._executor.seed(new.urn))
        if failures:
            raise CheckFailed(new.urn, list(failures))
        new.inputs = decode(checked)
        self._executor.progress.hide(new.inputs)
        return checked

    def _diff(self, goal: Goal, old: ResourceState, new: ResourceState, wire: Struct) -> Diff:
        if _trigger_changed(old.replacement_trigger, new.replacement_trigger):
            return Diff(changed=True, replaces=("replacementTrigger",))
        replaced = self._registrations.replaced
        if any(urn in replaced for urn in new.replace_with):
            return Diff(changed=True, replaces=("replaceWith",))
        if new.deleted_with in replaced:
            return Diff(changed=True, replaces=("deletedWith",))
        if self._provider_changed(old, new):
            return Diff(changed=True, replaces=("provider",))
        return self._executor.client(new).diff(old, wire, new.inputs, goal.ignore_changes)

    def _provider_changed(self, old: ResourceState, new: ResourceState) -> bool:
        """Whether the resource moves to a provider that cannot manage what the old one made."""
        if old.provider == new.provider:
            return False
        if not old.provider or not new.provider:
            return True
        old_urn, new_urn = provider_urn(old.provider), provider_urn(new.provider)
        old_state = self._registrations.olds.get(old_urn)
        new_state = self._executor.providers.state(new.provider)
        if old_state is None or new_state is None:
            return True
        return self._executor.provider_resources.config_diff(new_urn, old_state, new_state.inputs).replace


def _trigger_changed(old: Any, new: Any) -> bool:
    if contains_unknown(old) or contains_unknown(new):
        return True
    return old is not None and new is not None and bool(reveal(old) != reveal(new))


def untouched(old: ResourceState) -> Step:
    """The step of a resource that the operation does not concern: it stays as recorded."""
    return Step(op=Op.SAME, old=old, new=replace(old))
