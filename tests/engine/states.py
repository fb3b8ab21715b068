"""Resource states, secrets and golden files that the tests of the state share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from engine.resource import ResourceState
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot, salt_of

GOLDEN = Path(__file__).parent / "golden"
"""What the official engine 3.259 wrote: checkpoints, a lock, a stack file, the backend's files."""
CHECKPOINTS = sorted(GOLDEN.rglob("*.state.json"))
PASSPHRASE = "golden-passphrase"
STACK = "organization/golden/dev"
ROOT = "urn:pulumi:dev::golden::pulumi:pulumi:Stack::golden-dev"


@cache
def crypter() -> Crypter:
    """The crypter of the golden stack. Its key takes a third of a second, so all tests share it."""
    return Crypter(PASSPHRASE, salt_of(golden(CHECKPOINTS[0])))


def sealer() -> Sealer:
    """A sealer that has seen no secret yet."""
    return Sealer(crypter())


def golden(path: Path) -> Any:
    """A golden file's JSON."""
    return json.loads(path.read_text(encoding="utf-8"))


def urn_of(name: str) -> str:
    """The URN of the queue with that logical name."""
    return f"urn:pulumi:dev::golden::aws:sqs/queue:Queue::{name}"


def queue(name: str, **fields: Any) -> ResourceState:
    """A queue's state, with its name as its id."""
    return ResourceState(**{"urn": urn_of(name), "custom": True, "type": "aws:sqs/queue:Queue", "id": name} | fields)


def snapshot(*resources: ResourceState, **fields: Any) -> Snapshot:
    """A snapshot of these resources."""
    return Snapshot(stack=STACK, resources=list(resources), **fields)


def contents(recorded: Snapshot) -> Any:
    """What two snapshots must share to be the same: all but the time and the random part of ciphertexts."""
    document = recorded.to_json(_Readable(crypter()))
    document["checkpoint"]["latest"].pop("manifest")
    return document


class _Readable(Sealer):
    """Leaves secrets readable, so that states can be compared."""

    def _encrypt(self, plaintext: str, at: tuple[str, ...]) -> str:
        return f"readable:{plaintext}"
