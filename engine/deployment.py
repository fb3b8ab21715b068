"""One operation on a stack, from its beginning to its summary."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pulumi.runtime.proto import resource_pb2

from engine import program as programs
from engine import state, update
from engine.deletion import delete_all_but
from engine.engine_service import EngineService
from engine.errors import EngineError
from engine.events import EventCallback
from engine.exclusion import exclusions, spared
from engine.executor import Executor
from engine.gate import Gate, Stopped
from engine.journal import Journal
from engine.monitor import FEATURES, Monitor
from engine.operation import Operation, Options, Program, Summary
from engine.progress import Progress
from engine.project import Stack
from engine.providers import Providers
from engine.recovery import inquire, recover
from engine.refresh import refresh
from engine.registrar import Registrar
from engine.registrations import Registrations
from engine.snapshot import Snapshot
from engine.stack_reference import PulumiProvider, stack_outputs
from engine.targets import Targets
from protocol.provider import ProviderFactory
from protocol.values import Secret

_KINDS = {
    Operation.UP: "update",
    Operation.REFRESH: "refresh",
    Operation.DESTROY: "destroy",
    Operation.RECOVER: "refresh",
}
"""What the history calls the operations."""


def run(
    operation: Operation,
    stack: Stack,
    *,
    providers: Mapping[str, ProviderFactory],
    options: Options | None = None,
    on_event: EventCallback | None = None,
    program: Program | None = None,
) -> Summary:
    """Carry out an operation on a stack.

    Args:
        operation: what to do.
        stack: the stack.
        providers: who makes the provider of a package, by the package's name.
        options: how; the defaults are those of `Options`.
        on_event: told of everything that happens, one event at a time, from any thread.
        program: what declares the resources; None for the project's own program.

    Returns:
        What was done. Failures of steps and of the program are listed in it, not raised.

    Raises:
        EngineError: the operation could not begin: the configuration, the passphrase, the state or the lock.
    """
    options = options or Options()
    started = time.monotonic()
    preview = operation is Operation.PREVIEW or options.dry_run
    progress = Progress(on_event, planning=preview, debug=options.debug)
    config = _config(stack)
    progress.hide(config)
    with progress.defects_told(), _journal(operation, stack, progress, options, preview=preview) as journal:
        progress.hide_recorded(journal.snapshot())
        deployment = _Deployment(stack, journal, progress, options, providers, config, preview=preview)
        progress.prelude({key: "[secret]" if isinstance(value, Secret) else value for key, value in config.items()})
        try:
            deployment.run(operation, program)
        except Stopped:
            if options.cancel.is_set():
                progress.error("interrupted: what was under way was finished and recorded; nothing new was started")
        except EngineError as error:
            progress.error(str(error))
        outputs = deployment.outputs
        resources = journal.snapshot().resources
    duration_s = time.monotonic() - started
    progress.summary(duration_s)
    return Summary(
        operation=operation,
        changes=dict(progress.changes),
        outputs=outputs,
        resources=resources,
        errors=progress.errors,
        warnings=progress.warnings,
        duration_s=duration_s,
    )


@contextmanager
def _journal(
    operation: Operation, stack: Stack, progress: Progress, options: Options, *, preview: bool
) -> Iterator[Journal]:
    """The journal of the operation. A preview's is in memory, and does not hold the stack."""
    if preview:
        recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
        yield Journal(recorded.snapshot, recorded.sealer)
        return
    with update.update(stack, _KINDS[operation], progress.warn, message=options.message) as current:
        try:
            yield current.journal
            current.succeeded = not progress.errors
        finally:
            current.changes = dict(progress.changes)


class _Deployment:
    """The parts of one operation, put together."""

    def __init__(
        self,
        stack: Stack,
        journal: Journal,
        progress: Progress,
        options: Options,
        factories: Mapping[str, ProviderFactory],
        config: Mapping[str, Any],
        *,
        preview: bool,
    ) -> None:
        self._stack = stack
        self._journal = journal
        self._progress = progress
        self._options = options
        self._config = config
        self._preview = preview
        self._targets = Targets(options.targets)
        self._gate = Gate(options.parallel, options.cancel)
        known = {**factories, "pulumi": lambda: PulumiProvider(lambda name: _read_stack(stack, name))}
        self._providers = Providers(known, journal.snapshot().resources, progress.log)
        self._executor = Executor(self._providers, journal, progress, self._gate, options, preview=preview)

    @property
    def outputs(self) -> dict[str, Any]:
        """The outputs of the stack, as recorded now."""
        return stack_outputs(self._journal.snapshot())

    def run(self, operation: Operation, program: Program | None) -> None:
        """Carry out the operation.

        Raises:
            EngineError: it failed; a `Stopped` has been reported already.
        """
        with self._providers.heeding(self._options.cancel):
            if operation in (Operation.DESTROY, Operation.REFRESH):
                self._refuse_unmatched_targets(self._recorded(), "the stack")
            excluded = exclusions(self._options, operation, self._recorded(), self._progress)
            if operation is Operation.RECOVER and self._preview:
                inquire(self._executor)
                return
            recover(self._executor, self._options.parallel)
            if operation is Operation.REFRESH or self._options.refresh:
                refresh(self._executor, self._targets, self._options.parallel)
            if operation is Operation.DESTROY:
                stay = spared(self._journal.snapshot().resources, excluded)
                delete_all_but((), self._executor, self._targets, self._options.parallel, spared=stay)
            elif operation not in (Operation.REFRESH, Operation.RECOVER):
                self._run_program(program)

    def _run_program(self, program: Program | None) -> None:
        registrations = Registrations(self._stack.name, self._stack.project.name, self._journal)
        registrar = Registrar(registrations, self._executor, self._targets, self._config)
        monitor = Monitor(registrar, self._info(), str(self._stack.project.root))
        surroundings = programs.Surroundings(
            stack=self._stack,
            monitor=monitor,
            engine=EngineService(self._progress),
            parallel=self._options.parallel,
            dry_run=self._preview,
            hide=self._progress.hide,
            tell=self._progress.log,
        )
        recorded = self._recorded()
        complete = False
        try:
            self._declare(program, surroundings)
            self._refuse_unmatched_targets(recorded | registrations.registered, "the stack or of the program")
            delete_all_but(registrations.registered, self._executor, self._targets, self._options.parallel)
            complete = True
        finally:
            registrar.finish(complete=complete)

    def _declare(self, program: Program | None, surroundings: programs.Surroundings) -> None:
        """Run the program; everything that it declares is there when this returns."""
        errors_before = len(self._progress.errors)
        try:
            programs.run(program, surroundings, self._options.cancel.set)
        except EngineError:
            # A step that failed ends the program; the program's own complaint about that adds nothing.
            if len(self._progress.errors) == errors_before and not self._options.cancel.is_set():
                raise
        self._gate.check()
        if self._progress.errors:
            raise Stopped("the program failed")

    def _recorded(self) -> frozenset[str]:
        """The URNs of everything recorded so far."""
        return frozenset(state.urn for state in self._journal.snapshot().resources)

    def _refuse_unmatched_targets(self, known: Collection[str], where: str) -> None:
        """A target that names nothing is most likely mistyped: nothing is deleted on the strength of the others."""
        unmatched = self._targets.unmatched(known)
        for pattern in unmatched:
            self._progress.error(f"no resource of {where} matches the target {pattern}")
        if unmatched:
            raise Stopped("a target matches nothing")

    def _info(self) -> resource_pb2.DeploymentInfo:
        return resource_pb2.DeploymentInfo(
            project=self._stack.project.name,
            stack=self._stack.name,
            organization=self._stack.organization,
            config=self._stack.config,
            configSecretKeys=sorted(self._stack.secret_keys),
            dryRun=self._preview,
            parallel=self._options.parallel,
            supportedFeatures=FEATURES,
        )


def _config(stack: Stack) -> dict[str, Any]:
    """The configuration, secret values wrapped."""
    return {key: Secret(value) if key in stack.secret_keys else value for key, value in stack.config.items()}


def _read_stack(stack: Stack, name: str) -> Snapshot:
    """The recorded state of another stack of the same backend: `<stack>`, `<project>/<stack>` or the full name."""
    parts = name.split("/")
    project = parts[-2] if len(parts) > 1 else stack.project.name
    if parts[-1] not in stack.backend.stacks(project):
        known = ", ".join(stack.backend.stacks(project)) or "none"
        raise EngineError(f"stack {name} was never brought up; stacks of project {project}: {known}")
    return state.load(stack.backend, project, parts[-1], stack.crypter).snapshot
