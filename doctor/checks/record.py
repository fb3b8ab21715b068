"""What an operation that was cut off has left in the stack's state: locks, a journal, operations without an answer.

In the sandbox by the stack's files, as `strata recover` looks at them; in the cloud by what its backend has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from doctor.check import CannotTell, Check, Finding, Group, failed, passed, warned
from doctor.subject import Subject
from engine import diagnosis, finding, lock, state
from engine.backend import ORGANIZATION
from engine.errors import EngineError


def _lock(subject: Subject) -> Finding:
    if not subject.in_sandbox:
        return _lock_of_backend(subject)
    found = _of(subject, "lock")
    if any(one.final for one in found):
        told = next(one for one in found if one.final)
        return failed(told.found, told.remedy.replace("--apply", _mend(subject)))
    return warned(_told(found), _mend(subject)) if found else passed("nobody holds it")


def _lock_of_backend(subject: Subject) -> Finding:
    """Locks as the Pulumi CLI's own file backends keep them: a file for each holder."""
    url = urlsplit(subject.backend_url())
    stack = subject.named
    folder = f".pulumi/locks/{ORGANIZATION}/{stack.project.name}/{stack.name}/"
    if url.scheme == "s3":
        held = _objects(subject.aws("s3"), url.netloc, "/".join(filter(None, (url.path.strip("/"), folder))))
    elif url.scheme == "file":
        held = [path.read_bytes() for path in sorted(Path(url.path).expanduser().joinpath(folder).glob("*.json"))]
    else:
        raise CannotTell(f"{url.scheme}://{url.netloc} does not show its locks")
    if not held:
        return passed("nobody holds it")
    holder = lock.read(held[0]) or "somebody whom the lock does not name"
    return failed(f"held by {holder}", f"once you are sure that it has ended: pulumi cancel --stack {stack.name}")


def _objects(s3: Any, bucket: str, prefix: str) -> list[bytes]:
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [one["Key"] for page in pages for one in page.get("Contents", ()) if one["Key"].endswith(".json")]
    return [s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys]


def _state(subject: Subject) -> Finding:
    if not subject.in_sandbox:
        subject.exported()
        return passed("the backend has it, and exports it; the Pulumi CLI keeps no journal")
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
    pending = _pending_here(subject) if subject.in_sandbox else _pending_there(subject)
    if not pending:
        return passed("every operation has its answer")
    more = f", and {len(pending) - 1} more" if len(pending) > 1 else ""
    name = subject.named.name
    mend = _mend(subject) if subject.in_sandbox else f"pulumi cancel --stack {name} && pulumi refresh --stack {name}"
    return failed(f"nobody knows what came of: {pending[0]}{more}", mend)


def _pending_here(subject: Subject) -> list[str]:
    stack = subject.named
    try:
        recorded = state.load(stack.backend, stack.project.name, stack.name, stack.crypter)
    except EngineError as error:
        raise CannotTell(f"the state cannot be read: {error}") from error
    return [f"{one.kind} {_name(one.resource.urn)}" for one in recorded.snapshot.pending_operations]


def _pending_there(subject: Subject) -> list[str]:
    listed = subject.exported().get("pending_operations") or ()
    return [f"{one['type']} {_name(one['resource']['urn'])}" for one in listed]


def _of(subject: Subject, *kinds: str) -> list[finding.Finding]:
    outcomes = finding.examine(diagnosis.stages_of(subject.named, lambda _: None), apply=False)
    return [one.finding for one in outcomes if one.finding.kind in kinds]


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


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
