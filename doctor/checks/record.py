"""What an operation that was cut off has left in the stack's state: locks, a journal, operations without an answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.subject import Subject
from engine import diagnosis, finding, state
from engine.errors import EngineError


def _lock(subject: Subject) -> Finding:
    found = _of(subject, "lock")
    if any(one.final for one in found):
        told = next(one for one in found if one.final)
        return failed(told.found, told.remedy.replace("--apply", f"{_mend(subject)}"))
    if found:
        return warned(_told(found), _mend(subject))
    return passed("nobody holds it")


def _state(subject: Subject) -> Finding:
    found = _of(subject, "change", "leftover", "checkpoint", "journal")
    if any(one.mend is None or one.kind == "checkpoint" for one in found):
        by_hand = next((one.remedy for one in found if one.mend is None), "")
        return failed(_told(found), by_hand or _mend(subject))
    if found:
        return warned(_told(found), _mend(subject))
    if any(one.final for one in _of(subject, "lock")):
        raise CannotTell("somebody holds the stack; see `lock`")
    return passed("whole, and no operation was cut off")


def _pending(subject: Subject) -> Finding:
    _require_files(subject)
    stack = subject.named
    try:
        recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    except EngineError as error:
        raise CannotTell(f"the state cannot be read: {error}") from error
    pending = recorded.snapshot.pending_operations
    if not pending:
        return passed("every operation has its answer")
    first = f"{pending[0].kind} {pending[0].resource.urn.rpartition('::')[2]}"
    more = f", and {len(pending) - 1} more" if len(pending) > 1 else ""
    return failed(f"nobody knows what came of: {first}{more}", _mend(subject))


def _of(subject: Subject, *kinds: str) -> list[finding.Finding]:
    _require_files(subject)
    outcomes = finding.examine(diagnosis.stages_of(subject.named, lambda _: None), apply=False)
    return [one.finding for one in outcomes if one.finding.kind in kinds]


def _require_files(subject: Subject) -> None:
    if not subject.in_sandbox:
        raise CannotTell(
            "the stack's files are with its backend: the Pulumi CLI tells of them when an operation begins"
        )


def _told(found: Sequence[finding.Finding]) -> str:
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    return f"{found[0].kind}: {found[0].found}{more}"


def _mend(subject: Subject) -> str:
    return f"{subject.typed} recover {subject.named.name} --sandbox --apply"


CHECKS: Final = (
    Check("lock", Group.STACK, "Whether somebody holds the stack, or has left its lock behind.", _lock),
    Check("state", Group.STACK, "Whether the state is whole, and no operation, killed midway, left a journal.", _state),
    Check("pending", Group.STACK, "Whether a provider was asked for something and never answered.", _pending),
)
