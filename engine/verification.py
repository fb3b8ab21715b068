"""Finds everything that is wrong with a stack's recorded state, however broken it is. Changes nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from engine import redo_log, state
from engine import urn as urns
from engine.backend import FileBackend
from engine.errors import EngineError, PassphraseError, StateError
from engine.integrity import find_breaches
from engine.project import Stack
from engine.resource import ResourceState
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot, salt_of
from protocol.values import SECRET_SIGNATURE, SIGNATURE

_DEPLOYMENT_FIELDS: Final = frozenset({"metadata", "snippets", "extensions"})
"""What a deployment may hold besides what a snapshot interprets. Source: `apitype.DeploymentV3`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong.

    Attributes:
        subject: a URN, a file, or the stack.
        problem: what is wrong with it.
    """

    subject: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found.

    Attributes:
        resources: how many resources are on record, as far as that can be told.
        problems: everything that is wrong; none for a sound state.
    """

    resources: int
    problems: list[Problem]


def verify_stack(stack: Stack) -> Verification:
    """Look at a stack's checkpoint, its checksum, its journal, its secrets, and the project's other stacks."""
    backend, project = stack.backend, stack.project.name
    path = str(backend.checkpoint_path(project, stack.name))
    try:
        content = backend.read(project, stack.name)
        problems = [*_unfinished(stack), *_checksum(stack, content)]
        if content is None and not backend.journal_path(project, stack.name).exists():
            return Verification(0, problems)
        document = None if content is None else json.loads(content)
    except (EngineError, ValueError, RecursionError) as error:
        return Verification(0, [Problem(path, str(error))])
    crypter, locked = _crypter(stack, document)
    problems += [Problem(path, locked)] if locked else []
    resources, found = _records(path, document, crypter)
    problems += found
    if not problems:
        resources, found = _whole(stack)
        problems += found
    return Verification(len(resources), problems)


def undecryptable(document: Any, crypter: Crypter) -> Iterator[tuple[str, str]]:
    """Where ciphertexts stand that do not open, and why."""
    yield from _undecryptable(document, crypter, "")


def _checksum(stack: Stack, content: bytes | None) -> Iterator[Problem]:
    backend, project = stack.backend, stack.project.name
    if not backend.is_intact(project, stack.name, content):
        path = backend.checkpoint_path(project, stack.name)
        yield Problem(str(path), f"is not as it was saved: its MD5 is not the one in {path.name}.attrs")


def _unfinished(stack: Stack) -> Iterator[Problem]:
    for path, change in redo_log.unfinished(stack.backend, stack.project.name):
        if stack.name in change.stacks:
            yield Problem(str(path), f"{change.what}: was cut off")


def _crypter(stack: Stack, document: Any) -> tuple[Crypter | None, str]:
    """What opens the secrets; or why nothing does."""
    try:
        salt = salt_of(document) if document is not None else ""
        return (stack.crypter(salt) if salt else None), ""
    except PassphraseError as error:
        return None, str(error)
    except StateError:  # told of once the records are read
        return None, ""


def _records(path: str, document: Any, crypter: Crypter | None) -> tuple[list[ResourceState], list[Problem]]:
    """The resources of a checkpoint, each read by itself, and what is wrong with any."""
    if document is None:
        return [], []
    try:
        salt_of(document)
        latest = document["checkpoint"].get("latest") or {}
        records = latest.get("resources") or []
        pending = [one["resource"] for one in latest.get("pending_operations") or []]
        others = {**latest}.keys() - {"manifest", "secrets_providers", "resources", "pending_operations"}
    except (AttributeError, KeyError, TypeError, StateError) as error:
        return [], [Problem(path, str(error) if isinstance(error, StateError) else f"has not the shape: {error!r}")]
    problems = [Problem(path, f"unknown field {name}") for name in sorted(others - _DEPLOYMENT_FIELDS)]
    resources: list[ResourceState] = []
    for index, record in enumerate([*records, *pending]):
        subject = str(record.get("urn", f"resource {index}")) if isinstance(record, dict) else f"resource {index}"
        try:
            # Secrets are looked at by themselves, so that each one that does not open is found.
            read = ResourceState.from_json(record, _Closed(None))
        except (AttributeError, KeyError, TypeError, ValueError, EngineError) as error:
            problems.append(Problem(subject, f"cannot be read: {error}"))
            continue
        problems += [Problem(subject, f"unknown field {name}") for name in sorted(read.other)]
        if crypter:
            problems += [Problem(subject, f"{place}: {why}") for place, why in undecryptable(record, crypter)]
        resources += [read] if index < len(records) else []
    return resources, problems + list(_breaches(path, document, resources))


class _Closed(Sealer):
    """Leaves ciphertexts as they are."""

    def unseal(self, value: Any, *, at: tuple[str, ...]) -> Any:
        del at
        return value


def _whole(stack: Stack) -> tuple[list[ResourceState], list[Problem]]:
    """The state with the journal that a killed operation left, and whether another stack holds the same resources."""
    backend, project = stack.backend, stack.project.name
    try:
        recorded = state.load(backend, project, stack.name, stack.crypter)
    except EngineError as error:
        return [], [Problem(str(_where(backend, project, stack.name)), str(error))]
    resources = recorded.snapshot.resources
    mine = {
        _identity(one): one
        for one in resources
        if one.custom and one.id and not one.external and not urns.is_provider_type(one.type)
    }
    problems = []
    for other in backend.stacks(project):
        theirs = () if other == stack.name else _recorded_by(backend, project, other)
        for identity, urn in theirs:
            if identity in mine:
                problems.append(Problem(mine[identity].urn, f"stack {other} manages the same resource, as {urn}"))
    return resources, problems


def _where(backend: FileBackend, project: str, stack: str) -> Any:
    journal = backend.journal_path(project, stack)
    return journal if journal.exists() else backend.checkpoint_path(project, stack)


def _identity(resource: ResourceState) -> tuple[str, str, str]:
    """What tells a real resource from all others: its type and id under one provider, whose own id copies share."""
    return resource.type, resource.id, resource.provider.rpartition("::")[2]


def _recorded_by(backend: FileBackend, project: str, stack: str) -> Iterator[tuple[tuple[str, str, str], str]]:
    """What another stack's checkpoint says it manages; nothing if it cannot be read, which its own check tells."""
    try:
        document = json.loads(backend.read(project, stack) or b"{}")
        records = (document.get("checkpoint", {}).get("latest") or {}).get("resources") or []
        for record in records:
            if record.get("custom") and record.get("id") and not record.get("external"):
                provider = record.get("provider") or ""
                yield (record["type"], record["id"], provider.rpartition("::")[2]), record["urn"]
    except (AttributeError, KeyError, TypeError, ValueError, StateError):
        return


def _breaches(path: str, document: Any, resources: list[ResourceState]) -> Iterator[Problem]:
    snapshot = Snapshot(stack=str(document["checkpoint"].get("stack")), resources=resources)
    try:
        for breach in find_breaches(snapshot):
            urn, colon, problem = breach.partition(": ")
            yield Problem(urn, problem) if colon and urn.startswith("urn:") else Problem(path, breach)
    except TypeError as error:  # what should be a URN is something else
        yield Problem(path, f"has not the expected shape: {error}")


def _undecryptable(value: Any, crypter: Crypter, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET_SIGNATURE and isinstance(value.get("ciphertext"), str):
            try:
                json.loads(crypter.decrypt(value["ciphertext"]))
            except StateError as error:
                yield place, str(error)
            except ValueError:
                yield place, "a secret is damaged: what it holds is not JSON"
            return
        for name, element in value.items():
            yield from _undecryptable(element, crypter, f"{place}.{name}" if place else str(name))
    elif isinstance(value, list):
        for index, element in enumerate(value):
            yield from _undecryptable(element, crypter, f"{place}[{index}]")
