"""Brings each registration of the program about: which provider, which steps, one after another."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from google.protobuf.struct_pb2 import Struct

from engine import urn as urns
from engine.client import NO_PROPERTIES
from engine.dependencies import needs
from engine.errors import EngineError, ProgramError, ResourceError
from engine.executor import Executor
from engine.gate import Stopped
from engine.goal import Goal
from engine.outcome import Outcome, known, unforeseen
from engine.providers import default_inputs, default_name, package_of, reference
from engine.registrations import Claim, Registrations
from engine.resource import ResourceState
from engine.step import Op, Step
from engine.steps import CheckFailed, StepGenerator, untouched
from engine.targets import Targets
from engine.validation import refuse_dangling
from protocol.masking import Mask
from protocol.provider import ProviderError
from protocol.values import Props, encode


class Registrar:
    """Registers resources. Methods may be called from many threads; each call returns when the resource is there.

    Attributes:
        states: every resource registered so far, as it is now, by URN.
    """

    def __init__(
        self, registrations: Registrations, executor: Executor, targets: Targets, config: Mapping[str, Any]
    ) -> None:
        """`config` holds the stack's configuration, secrets wrapped; default providers are configured from it."""
        self.states: dict[str, ResourceState] = {}
        self.steps: dict[str, Step] = {}
        self._stack_outputs: Props | None = None
        self.executor = executor
        self.registrations = registrations
        self._generator = StepGenerator(registrations, executor)
        self._targets = targets
        self._config = config
        self._secret_config = Mask(config)
        self._default_refs: dict[tuple[str, str, str], str] = {}
        self._default_lock = threading.RLock()
        self._carry_lock = threading.RLock()

    def register(self, goal: Goal) -> Outcome:
        """Bring a resource about.

        Raises:
            Stopped: it failed, which has been reported, or nothing new may start.
        """
        self.executor.gate.check()
        self.executor.progress.hide(goal.inputs)
        urn = urns.make(self.registrations.stack, self.registrations.project, goal.type, goal.name, parent=goal.parent)
        if self._secret_config(goal.name) != goal.name:
            told = "its name holds a secret of the configuration; names are stored and shown in plain text"
            self.executor.progress.warn(f"{urn}: {told}", urn)
        try:
            return self._register(goal)
        except Stopped:
            raise
        except CheckFailed as error:
            for failure in error.failures[1:]:
                self.executor.progress.error(f"{urn}: {failure}", urn)
            raise self.executor.fail(ResourceError(urn, str(error.failures[0])), urn) from error
        except ProviderError as error:
            raise self.executor.fail(ResourceError(urn, str(error)), urn) from error
        except EngineError as error:
            raise self.executor.fail(error, urn) from error
        except Exception as error:
            raise self.executor.fail(ResourceError(urn, unforeseen(error)), urn) from error

    def default_provider(self, package: str, version: str, plugin_download_url: str = "") -> str:
        """The reference of a package's default provider, which is registered when it is first needed."""
        key = (package, version, plugin_download_url)
        with self._default_lock:
            if key not in self._default_refs:
                inputs = default_inputs(package, self._config, version, plugin_download_url)
                goal = Goal(
                    type=f"{urns.PROVIDER_TYPE_PREFIX}{package}",
                    name=default_name(version, plugin_download_url),
                    custom=True,
                    inputs=inputs,
                    wire=encode(inputs),
                )
                self._default_refs[key] = reference(self.register(goal).state)
            return self._default_refs[key]

    def set_outputs(self, urn: str, outputs: Props) -> None:
        """Record what a component gives out. The stack's own outputs wait for `finish`.

        Raises:
            Stopped: it is not a component of the program, which has been reported, or nothing is recorded any more.
        """
        before = self.states.get(urn)
        if before is None:
            self.executor.gate.check()
            if not self.is_there(urn):
                raise self.executor.fail(ProgramError(f"outputs for {urn!r}, which the program has not registered"))
        elif before.custom:
            raise self.executor.fail(ResourceError(urn, "its outputs are its provider's; the program cannot set them"))
        elif before.type == urns.ROOT_STACK_TYPE:
            self._stack_outputs = outputs
        else:
            self._record_outputs(before, outputs)

    def finish(self, *, complete: bool) -> None:
        """Record what the stack gives out. A run that did not get to its end may not have come to every output.

        Args:
            complete: whether all went well; otherwise recorded outputs that were not given again are kept.
        """
        stack = next((state for state in self.states.values() if state.type == urns.ROOT_STACK_TYPE), None)
        if stack is not None and self._stack_outputs is not None:
            self._record_outputs(stack, ({} if complete else stack.outputs) | self._stack_outputs)

    def _record_outputs(self, before: ResourceState, outputs: Props) -> None:
        after = replace(before, outputs=outputs if self.executor.preview else known(outputs, before.outputs))
        if before.urn not in self.registrations.skipped:
            self.executor.journal.success(rewritten=[(before, after)])
        self.states[before.urn] = after
        self.executor.progress.hide(after.outputs)
        self.executor.progress.outputs(self.steps[before.urn], after)

    def _register(self, goal: Goal) -> Outcome:
        if goal.custom:
            self.settle_provider(goal)
        claim = self.registrations.claim(goal)
        if claim.old is not None and urns.is_provider_type(goal.type):
            self.executor.providers.add(claim.old)
        new = goal.state(claim.urn, claim.old)
        refuse_dangling(new, self.is_there)
        if not self._targets.include(new) or self._serves_nothing(new):
            return self._untargeted(claim, new)
        self._refuse_skipped(new)
        self._carry_needs(new)
        if goal.custom and _is_import(goal, claim.old):
            outcome = self._import(goal, claim, new)
        elif goal.custom:
            outcome = self._run(self._generator.custom(goal, claim, new))
        else:
            outcome = self._run(self._generator.component(claim.old, new))
        self.states[new.urn] = outcome.state
        return outcome

    def is_there(self, urn: str) -> bool:
        """Whether a resource may refer to that one: the program has registered it."""
        registrations = self.registrations
        if urn in self.states or urn in registrations.skipped or (self._targets and urn in registrations.olds):
            return True
        return self.executor.preview and urn in registrations.registered  # it failed, and a preview goes on without

    def settle_provider(self, goal: Goal) -> None:
        """Give the registration of a custom resource its provider, or that of a provider its version."""
        if urns.is_provider_type(goal.type):
            if goal.version:
                goal.inputs["version"] = goal.version
            if goal.plugin_download_url:
                goal.inputs["pluginDownloadURL"] = goal.plugin_download_url
            goal.wire = encode(goal.inputs)
        elif not goal.provider:
            goal.provider = self.default_provider(package_of(goal.type), goal.version, goal.plugin_download_url)

    def _import(self, goal: Goal, claim: Claim, new: ResourceState) -> Outcome:
        """Take over what exists, then change it into what the program wants."""
        op = Op.IMPORT if claim.old is None else Op.IMPORT_REPLACEMENT
        steps = [Step(op=op, old=claim.old, new=new)]
        if claim.old is not None:
            steps.append(Step(op=Op.REPLACE, old=claim.old, new=new))
        imported = self._run(steps)
        wanted = goal.state(claim.urn, imported.state)
        wire = self._generator.check(goal, wanted, imported.state)
        steps = self._generator.changes(goal, imported.state, wanted, wire)
        return imported if steps[0].op is Op.SAME else self._run(steps)

    def _run(self, steps: list[Step]) -> Outcome:
        """Carry out the steps of one resource, in order."""
        result = Outcome(steps[0].state, NO_PROPERTIES)
        for step in steps:
            outcome = self.executor.run(step)
            if step.pending_replacement and step.old is not None and outcome is not None:
                self._supersede(step.old, outcome.state, steps)
            elif outcome is not None:
                result = outcome
                self.steps[outcome.state.urn] = step
                if step.op in (Op.CREATE_REPLACEMENT, Op.IMPORT_REPLACEMENT) and step is not steps[-1]:
                    steps[-1].old, steps[-1].new = step.old, outcome.state
        return result

    def _supersede(self, old: ResourceState, state: ResourceState, steps: list[Step]) -> None:
        """Go on with the recorded state that says that the replacement is still to come."""
        self.registrations.supersede(old, state)
        for step in steps:
            if step.old is old:
                step.old = state

    def _untargeted(self, claim: Claim, new: ResourceState) -> Outcome:
        """A resource that the operation leaves alone: as recorded, or not made at all."""
        if claim.old is None:
            self.registrations.skipped.add(new.urn)
            self.executor.run(Step(op=Op.SAME, new=new, skipped=True))
            return Outcome(new, Struct())
        self._carry_needs(claim.old)
        outcome = self._run([untouched(self.registrations.olds[claim.old.urn])])
        self.states[new.urn] = outcome.state
        return outcome

    def _serves_nothing(self, new: ResourceState) -> bool:
        """Whether it is a provider that nobody named, of what does not exist: a cluster, perhaps, that is gone."""
        implied = urns.is_provider_type(new.type) and not self._targets.match(new.urn)
        return implied and not self.registrations.skipped.isdisjoint(needs(new))

    def _refuse_skipped(self, new: ResourceState) -> None:
        missing = sorted(urn for urn in set(needs(new)) if urn in self.registrations.skipped)
        if missing:
            raise ResourceError(
                new.urn,
                f"it is targeted and needs {missing[0]}, which does not exist yet and is not targeted; target it too",
            )

    def _carry_needs(self, state: ResourceState) -> None:
        """Record again what the resource needs and nobody has registered yet, so that it stands before the resource."""
        if not self._targets:
            return
        with self._carry_lock:
            for urn in needs(state):
                old = self.registrations.olds.get(urn)
                if old is not None and urn not in self.states and urn not in self.registrations.registered:
                    self._carry_needs(old)
                    outcome = self.executor.run(untouched(old))
                    assert outcome is not None  # noqa: S101 - what stays as it is remains
                    self.registrations.supersede(old, outcome.state)
                    self.states[urn] = outcome.state


def _is_import(goal: Goal, old: ResourceState | None) -> bool:
    if not goal.import_id:
        return False
    return old is None or old.external or goal.import_id != (old.import_id or old.id)
