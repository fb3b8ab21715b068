"""What `preview`, `up`, `refresh` and `destroy` have in common: plan, ask, carry out, report."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.errors import ChangesFound, Declined, Interrupted, OperationFailed, ProgramFailed, UsageError
from cli.interrupts import interruptible
from cli.workspace import Workspace

if TYPE_CHECKING:
    from cli.render.progress import Progress
    from cli.render.screen import Screen
    from cli.render.watch import Watch
    from engine import Operation, Stack, Summary

UNCHANGING = {"same", "read", "refresh"}
"""Operations that change no resource."""


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the flags of a command say; the names are theirs."""

    sandbox: bool
    yes: bool = False
    skip_preview: bool = False
    diff: bool = False
    targets: tuple[str, ...] = ()
    parallel: int = 16
    refresh: bool = False
    show_secrets: bool = False
    json: bool = False
    expect_no_changes: bool = False


@dataclass(frozen=True)
class Wording:
    """How an operation is spoken of."""

    planning: str
    doing: str
    done: str
    question: str


WORDINGS = {
    "preview": Wording("Planning", "Planning", "planned", ""),
    "up": Wording("Planning", "Updating", "up", "Carry out this plan?"),
    "refresh": Wording("Comparing", "Refreshing", "refreshed", "Take this over into the state?"),
    "destroy": Wording("Planning to destroy", "Destroying", "destroyed", "Destroy these resources?"),
}


def deploy(operation: str, stack_name: str, choices: Choices) -> None:
    """Run an operation on a stack in the sandbox, as the flags say.

    Raises:
        CommandError: it ends otherwise than done.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    _require_sense(operation, stack_name, choices)
    from cli.render.screen import screen
    from engine import Operation

    workspace = Workspace.find()
    stack = workspace.stack(stack_name)
    workspace.sandbox.start()
    deployment = Deployment(workspace, stack, Operation(operation), choices, screen(json=choices.json))
    plan = None if choices.skip_preview else deployment.plan()
    if operation != "preview":
        deployment.carry_out(plan)


@dataclass(frozen=True)
class Deployment:
    """One operation on one stack."""

    workspace: Workspace
    stack: Stack
    operation: Operation
    choices: Choices
    screen: Screen

    def plan(self) -> Progress:
        """Work out what would change, show it, and have it confirmed if a person is to.

        Raises:
            OperationFailed, ProgramFailed, ChangesFound, Declined, Interrupted: it is not to be carried out.
        """
        words = WORDINGS[self.operation]
        watch = self.screen.watch(f"{words.planning} {self.stack.name}")
        summary = self._run(watch, dry_run=True)
        self._require_success(watch, summary, carried_out=False)
        self.screen.plan(watch.progress, properties=self.choices.diff)
        if self.choices.expect_no_changes and (changes := _changes(summary)):
            raise ChangesFound(f"{self.stack.name}: nothing should change, but {changes} would")
        asked = self.operation != "preview" and not self.choices.yes
        if asked and not self.screen.confirm(words.question, watch.progress):
            raise Declined("declined; nothing was changed")
        return watch.progress

    def carry_out(self, plan: Progress | None) -> None:
        """Do it, and report.

        Raises:
            OperationFailed, ProgramFailed: something failed; the report says what.
            Interrupted: it stopped early because it was asked to.
        """
        words = WORDINGS[self.operation]
        watch = self.screen.watch(f"{words.doing} {self.stack.name}", plan)
        summary = self._run(watch, dry_run=False)
        if self.choices.diff and plan is None:
            self.screen.plan(watch.progress, properties=True, planned=False)
        self._require_success(watch, summary, carried_out=True)
        self._report(watch, summary, words.done)

    def _run(self, watch: Watch, *, dry_run: bool) -> Summary:
        from engine import Operation, Options, run

        cancel = threading.Event()
        operation = Operation.PREVIEW if dry_run and self.operation == Operation.UP else self.operation
        options = Options(
            parallel=self.choices.parallel,
            targets=self.choices.targets,
            refresh=self.choices.refresh,
            dry_run=dry_run,
            cancel=cancel,
        )
        providers = self.workspace.sandbox.providers()
        with watch, interruptible(cancel, watch.say, lambda: watch.__exit__(None, None, None)):
            summary = run(
                operation,
                self.stack,
                providers=providers,
                options=options,
                on_event=lambda event: watch(event.json()),
            )
        if cancel.is_set():
            self._report(watch, summary, "stopped early", carried_out=not dry_run)
            raise Interrupted
        return summary

    def _require_success(self, watch: Watch, summary: Summary, *, carried_out: bool) -> None:
        """Report a failure and end the command with it."""
        if summary.succeeded:
            return
        self._report(watch, summary, "failed", carried_out=carried_out)
        failed = any(component.failed for component in watch.progress.components())
        raise OperationFailed if failed or (carried_out and _changes(summary)) else ProgramFailed

    def _report(self, watch: Watch, summary: Summary, done: str, *, carried_out: bool = True) -> None:
        from cli.render.report import DEFAULT_REGION, Report

        gone = self.operation == "destroy" and summary.succeeded
        report = Report(
            stack=self.stack.name,
            done=done,
            succeeded=summary.succeeded,
            carried_out=carried_out,
            duration_s=summary.duration_s,
            progress=watch.progress,
            failures=watch.failures,
            errors=summary.errors,
            outputs={} if gone else summary.outputs,
            show_secrets=self.choices.show_secrets,
            state_file=self._state_file(),
            endpoint=None if gone else self.workspace.sandbox.endpoint,
            region=self.stack.config.get("aws:region", DEFAULT_REGION),
            next_commands=self._next(succeeded=summary.succeeded),
        )
        self.screen.report(report)

    def _state_file(self) -> Path:
        """Where the state lies, as seen from here if it lies below."""
        file = self.workspace.backend.checkpoint_path(self.stack.project.name, self.stack.name)
        return file.relative_to(Path.cwd()) if file.is_relative_to(Path.cwd()) else file

    def _next(self, *, succeeded: bool) -> dict[str, str]:
        name = self.stack.name
        if not succeeded:
            return {f"strata {self.operation} {name} --sandbox": "goes on from here, once the cause is mended"}
        if self.operation == "destroy":
            return {
                f"strata up {name} --sandbox": "brings it back",
                "strata sandbox stop": "ends the AWS server",
            }
        return {
            f"strata outputs {name}": "these again; --json for programs",
            f"strata up {name} --sandbox": "after a change of settings or program",
            f"strata destroy {name} --sandbox": "takes everything down",
        }


def _changes(summary: Summary) -> int:
    """How many resources are, or would be, changed."""
    return sum(count for op, count in summary.changes.items() if op not in UNCHANGING)


def _require_sense(operation: str, stack_name: str, choices: Choices) -> None:
    """Refuse flags that contradict each other or the place where the command is typed."""
    if not choices.sandbox:
        raise UsageError(_towards_the_cloud(operation, stack_name))
    if choices.expect_no_changes and choices.skip_preview:
        raise UsageError("--expect-no-changes needs the plan: leave out --skip-preview")
    if operation == "preview" or choices.yes:
        return
    from cli.render.console import person_present

    if choices.skip_preview:
        raise UsageError("--skip-preview shows no plan to agree to: add --yes")
    if choices.json:
        raise UsageError("--json leaves no room for a question: add --yes")
    if not person_present():
        raise UsageError("nobody is at a terminal to agree to the plan: add --yes")


def _towards_the_cloud(operation: str, stack_name: str) -> str:
    root = Workspace.find().root
    return (
        "the embedded engine never touches a cloud\n"
        f"  in the sandbox:  strata {operation} {stack_name} --sandbox\n"
        f"  in the cloud:    cd {root} && pulumi {operation} --stack {stack_name}"
    )
