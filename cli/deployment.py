"""What `preview`, `up`, `refresh` and `destroy` have in common: plan, ask, carry out, report."""

from __future__ import annotations

import functools
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cli.choices import Choices
from cli.command_name import command_name
from cli.engines import Engine
from cli.engines.choosing import choose
from cli.errors import ChangesFound, Declined, Interrupted, OperationFailed, PolicyViolated, ProgramFailed, UsageError
from cli.interrupts import interruptible
from cli.readiness import make_ready, where

if TYPE_CHECKING:
    from cli.plans.guard import Guard
    from cli.policy.enforcer import Enforcer
    from cli.render.progress import Progress
    from cli.render.screen import Screen
    from cli.render.watch import Watch
    from engine import Summary

UNCHANGING = {"same", "read", "refresh"}
"""Operations that change no resource."""


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


def deploy(operation: str, stack: str, choices: Choices) -> None:
    """Run an operation on a stack, as the flags say.

    Raises:
        CommandError: it ends otherwise than done.
        engine.errors.EngineError, sandbox.environment.SandboxError: with a message for people.
    """
    engine = choose(operation, stack, choices)
    require_sense(operation, choices)
    from cli.render.screen import screen

    shown = screen(json=choices.json)
    make_ready(engine, choices, shown)
    from cli.policy.enforcer import enforcer

    policies = enforcer(engine, operation, json=choices.json)
    guard = _guard(engine, choices)
    if guard is not None:
        choices = replace(choices, seed=guard.seed, permit=guard.permit)
    deployment = Deployment(engine, operation, choices, shown, policies, guard)
    plan = None if choices.skip_preview else deployment.plan()
    if operation != "preview":
        deployment.carry_out(plan)


@dataclass(frozen=True)
class Deployment:
    """One operation on one stack."""

    engine: Engine
    operation: str
    choices: Choices
    screen: Screen
    policies: Enforcer | None = None
    guard: Guard | None = None

    def plan(self) -> Progress:
        """Work out what would change, show it, and have it confirmed if a person is to.

        Raises:
            OperationFailed, ProgramFailed, PolicyViolated, ChangesFound, Declined, Interrupted: it is not to be
                carried out.
        """
        words = WORDINGS[self.operation]
        watch = self.screen.watch(f"{words.planning} {self.engine.stack}")
        summary = self._run(watch, dry_run=True)
        self._require_success(watch, summary, carried_out=False)
        self.screen.plan(watch.progress, properties=self.choices.diff)
        if self.policies is not None:
            self.policies.before(summary.resources)
        if self.guard is not None:
            self.guard.before(summary.outputs)
        if self.choices.expect_no_changes and (changes := _changes(summary)):
            raise ChangesFound(f"{self.engine.stack}: nothing should change, but {changes} would")
        asked = self.operation != "preview" and not self.choices.yes
        if asked and not self._agreed(words.question, watch.progress):
            raise Declined("declined; nothing was changed")
        return watch.progress

    def _agreed(self, question: str, progress: Progress) -> bool:
        """Whether the person wants it. What is real is named, and is not destroyed by a mere yes."""
        real = bool(self.engine.place)
        if real:
            self.screen.say(where(self.engine))
        return self.screen.confirm(
            question, progress, typed=self.engine.stack if real and self.operation == "destroy" else "yes"
        )

    def carry_out(self, plan: Progress | None) -> None:
        """Do it, and report. Raises as `perform`, and PolicyViolated."""
        if plan is None and self.policies is not None:
            self._hold_unseen()
        watch, summary = self.perform(plan)
        self._report(watch, summary, WORDINGS[self.operation].done)
        if self.policies is not None:
            self.policies.after(summary.resources)
        if self.guard is not None:
            self.guard.after()

    def _hold_unseen(self) -> None:
        """Hold a plan that nobody asked to see to the policies."""
        watch = self.screen.watch(f"{WORDINGS['preview'].planning} {self.engine.stack}, for its policies")
        summary = self._run(watch, dry_run=True)
        self._require_success(watch, summary, carried_out=False)
        assert self.policies is not None  # noqa: S101 - asked before
        self.policies.before(summary.resources)

    def perform(self, plan: Progress | None) -> tuple[Watch, Summary]:
        """Do it.

        Raises:
            OperationFailed, ProgramFailed: something failed; the report says what.
            Interrupted: it stopped early because it was asked to.
        """
        words = WORDINGS[self.operation]
        watch = self.screen.watch(f"{words.doing} {self.engine.stack}", plan)
        summary = self._run(watch, dry_run=False)
        if self.choices.diff and plan is None:
            self.screen.plan(watch.progress, properties=True, planned=False)
        self._require_success(watch, summary, carried_out=True)
        return watch, summary

    def _run(self, watch: Watch, *, dry_run: bool) -> Summary:
        cancel = threading.Event()
        with watch, interruptible(cancel, watch.say, functools.partial(self._abandon, watch)):
            summary = self.engine.run(self.operation, self.choices, dry_run=dry_run, cancel=cancel, on_event=watch)
        if cancel.is_set():
            self._report(watch, summary, "stopped early", carried_out=not dry_run)
            raise Interrupted
        return summary

    def _abandon(self, watch: Watch) -> None:
        watch.__exit__(None, None, None)
        self.engine.abandon()

    def _require_success(self, watch: Watch, summary: Summary, *, carried_out: bool) -> None:
        """Report a failure and end the command with it."""
        if summary.succeeded:
            return
        self._report(watch, summary, "failed", carried_out=carried_out)
        if watch.is_blocked:
            raise PolicyViolated
        failed = any(component.failed for component in watch.progress.components())
        raise OperationFailed if failed or (carried_out and _changes(summary)) else ProgramFailed

    def _report(self, watch: Watch, summary: Summary, done: str, *, carried_out: bool = True) -> None:
        from cli.render.report import DEFAULT_REGION, Report

        gone = self.operation == "destroy" and summary.succeeded
        where = self.engine.whereabouts()
        report = Report(
            stack=self.engine.stack,
            done=done,
            succeeded=summary.succeeded,
            carried_out=carried_out,
            duration_s=summary.duration_s,
            progress=watch.progress,
            failures=watch.failures,
            errors=summary.errors,
            outputs={} if gone else summary.outputs,
            show_secrets=self.choices.show_secrets,
            state=where.state,
            endpoint=None if gone else where.endpoint,
            region=where.region or DEFAULT_REGION,
            next_commands=self._next(succeeded=summary.succeeded),
        )
        self.screen.report(report)

    def _next(self, *, succeeded: bool) -> dict[str, str]:
        """What one may want to type next, and what it is for."""
        command, stack, flags = command_name(), self.engine.stack, self.engine.flags

        def again(operation: str) -> str:
            return " ".join(filter(None, (command, operation, stack, flags)))

        if not succeeded:
            return {again(self.operation): "goes on from here, once the cause is mended"}
        if self.operation == "destroy":
            ending = {f"{command} sandbox stop": "ends the AWS server"} if self.choices.sandbox else {}
            return {again("up"): "brings it back"} | ending
        outputs = f"pulumi stack output --stack {stack}" if self.engine.place else f"{command} outputs {stack}"
        return {
            outputs: "these again; --json for programs",
            again("up"): "after a change of settings or program",
            again("destroy"): "takes everything down",
        }


def _guard(engine: Engine, choices: Choices) -> Guard | None:
    from cli.engines.embedded import EmbeddedEngine

    return engine.guard(choices.plan) if choices.plan and isinstance(engine, EmbeddedEngine) else None


def _changes(summary: Summary) -> int:
    """How many resources are, or would be, changed."""
    return sum(count for op, count in summary.changes.items() if op not in UNCHANGING)


def require_sense(operation: str, choices: Choices) -> None:
    """Refuse flags that contradict each other or the place where the command is typed."""
    if choices.plan is not None:
        if not choices.sandbox or choices.engine == "pulumi":
            raise UsageError("--plan holds the embedded engine to a plan: add --sandbox, and no --engine pulumi")
        if choices.skip_preview or choices.target or choices.refresh:
            raise UsageError("--plan holds to the whole plan: leave out --skip-preview, --target and --refresh")
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
