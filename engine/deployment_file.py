"""A stack's deployment as a file of its own: what `pulumi stack export` writes and `pulumi stack import` reads.

Shape: the official engine's `apitype.UntypedDeployment`, `{"version": 3, "deployment": {…}}`. Secrets stay encrypted
unless they are to be shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine import journal_file, state
from engine import urn as urns
from engine.errors import EngineError, StateError
from engine.integrity import find_breaches
from engine.project import Stack
from engine.resource import JsonObject, ResourceState
from engine.secrets import Sealer, plaintext_of
from engine.snapshot import CHECKPOINT_VERSION, Snapshot, salt_of
from protocol.values import SECRET_SIGNATURE, SIGNATURE, Secret


@dataclass(frozen=True, slots=True)
class Deployment:
    """A deployment that was read from a file.

    Attributes:
        snapshot: what it says, under the salt it was written with.
        sealer: knows its ciphertexts.
        objections: what speaks against importing it, a line each.
    """

    snapshot: Snapshot
    sealer: Sealer
    objections: tuple[str, ...]


def export(stack: Stack, *, show_secrets: bool = False) -> JsonObject:
    """A stack's deployment.

    Args:
        stack: the stack; one that was never brought up gives an empty deployment.
        show_secrets: whether secrets are written in plain text.

    Raises:
        StateError: the state is damaged.
        PassphraseError: secrets are to be shown, or a journal was left behind, and the passphrase does not open them.
    """
    backend, project = stack.backend, stack.project.name
    left_behind = journal_file.read(backend.journal_path(project, stack.name)) is not None
    content = backend.read(project, stack.name)
    if content is not None and not left_behind and not show_secrets:
        return _untyped(_parsed(content, str(backend.checkpoint_path(project, stack.name))))
    recorded = state.load(backend, project, stack.name, stack.crypter)
    return _untyped(recorded.snapshot.to_json(Revealing(None) if show_secrets else recorded.sealer))


def encode(deployment: JsonObject) -> bytes:
    """A deployment as the official CLI writes it, for people to read."""
    try:
        return json.dumps(deployment, indent=4, ensure_ascii=False).encode() + b"\n"
    except UnicodeEncodeError:  # half of a surrogate pair has no UTF-8 form, but can be escaped
        return json.dumps(deployment, indent=4).encode() + b"\n"


def read(stack: Stack, content: bytes, *, salt: str) -> Deployment:
    """Read a deployment that is to become a stack's state.

    Args:
        stack: the stack.
        content: the file.
        salt: what the stack's secrets are encrypted with; empty while it has none.

    Raises:
        StateError: it is no deployment, of a version that we do not know, or damaged; or a secret was made under
            another key.
        PassphraseError: it holds secrets that the passphrase does not open.
    """
    record = _parsed(content, "the file")
    if "deployment" not in record:
        raise StateError("the file is not a deployment: nothing under 'deployment'; `strata state export` writes one")
    document = {**record, "checkpoint": {"stack": stack.full_name, "latest": record["deployment"]}}
    own = salt_of(document)
    sealer = Sealer(lambda: stack.crypter(own)) if own else Sealer(None)
    snapshot = Snapshot.from_json(document, sealer)
    if own:
        _ = sealer.crypter  # a passphrase that does not open it is said before anything is asked
    objections = [*_foreign(stack, snapshot), *find_breaches(snapshot)]
    if own and salt and own != salt:
        objections.append("its secrets are encrypted under another salt than the stack's: it is another stack's export")
    return Deployment(snapshot, sealer, tuple(objections))


@dataclass(frozen=True, slots=True)
class Difference:
    """How one state differs from another.

    Attributes:
        added, removed: URNs.
        changed: URNs, and the fields that differ.
    """

    added: list[str]
    removed: list[str]
    changed: dict[str, list[str]]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def compare(before: Snapshot, after: Snapshot) -> Difference:
    """What becomes of the resources; of those with the same URN, the living one counts."""
    olds, news = _by_urn(before.resources), _by_urn(after.resources)
    changed = {urn: _fields(olds[urn], news[urn]) for urn in news if urn in olds}
    return Difference(
        added=[urn for urn in news if urn not in olds],
        removed=[urn for urn in olds if urn not in news],
        changed={urn: fields for urn, fields in changed.items() if fields},
    )


class Revealing(Sealer):
    """Writes secrets in plain text, marked as secrets, as the official `--show-secrets` does."""

    def seal(self, value: Any, *, at: tuple[str, ...]) -> Any:
        if isinstance(value, Secret):
            return {SIGNATURE: SECRET_SIGNATURE, "plaintext": plaintext_of(value)}
        return super().seal(value, at=at)


def _untyped(checkpoint: JsonObject) -> JsonObject:
    features = {"features": checkpoint["features"]} if checkpoint.get("features") else {}
    latest = checkpoint.get("checkpoint", {}).get("latest") or {}
    return {"version": checkpoint.get("version", CHECKPOINT_VERSION), **features, "deployment": latest}


def _parsed(content: bytes, where: str) -> JsonObject:
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise StateError(f"{where} is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise StateError(f"{where} does not hold a deployment, but {type(document).__name__}")
    return document


def _foreign(stack: Stack, snapshot: Snapshot) -> Iterator[str]:
    for state_ in snapshot.resources:
        try:
            parsed = urns.parse(state_.urn)
        except EngineError:  # told of as a breach
            continue
        if (parsed.stack, parsed.project) != (stack.name, stack.project.name):
            yield f"{state_.urn}: is of stack {parsed.project}/{parsed.stack}, not {stack.project.name}/{stack.name}"


def _by_urn(resources: Sequence[ResourceState]) -> dict[str, ResourceState]:
    return {state_.urn: state_ for state_ in sorted(resources, key=lambda one: not one.delete)}


def _fields(before: ResourceState, after: ResourceState) -> list[str]:
    old, new = before.to_json(Revealing(None)), after.to_json(Revealing(None))
    return sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
