"""Whatever a checkpoint or a journal has become, reading it gives a sound state or says what is wrong.

`pytest --hypothesis-profile explore` with `STRATA_FUZZ=10000` runs so many other cases.
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from engine import journal_file, state
from engine.backend import FileBackend, digest
from engine.errors import PassphraseError, StateError
from engine.integrity import verify
from engine.secrets import Crypter
from engine.snapshot import encode
from tests.engine.mutation import spoil_json
from tests.engine.states import CHECKPOINTS, PASSPHRASE, contents, crypter, golden, sealer
from tests.engine.test_damage import Stack

CASES = int(os.environ.get("STRATA_FUZZ", "300"))
many = settings(max_examples=CASES, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
seeds = st.integers(0, 2**48)


@contextmanager
def backend_of(checkpoint: bytes) -> Iterator[FileBackend]:
    """A stack with that checkpoint, which nothing vouches for."""
    with tempfile.TemporaryDirectory() as folder:
        backend = FileBackend(Path(folder))
        path = backend.checkpoint_path("golden", "dev")
        path.parent.mkdir(parents=True)
        path.write_bytes(checkpoint)
        yield backend


def open_with(salt: str) -> Crypter:
    return crypter() if salt == crypter().salt else Crypter(PASSPHRASE, salt)


def read_or_refuse(backend: FileBackend) -> state.RecordedState | None:
    """The state, which is sound and is read again from what would be saved of it; None if it is refused."""
    try:
        recorded = state.load(backend, "golden", "dev", open_with)
    except (StateError, PassphraseError):
        return None
    verify(recorded.snapshot)
    if recorded.snapshot.salt == crypter().salt:
        again = encode(recorded.snapshot.to_json(recorded.sealer))
        with backend_of(again) as saved:
            read = state.load(saved, "golden", "dev", open_with)
        assert json.dumps(contents(read.snapshot)) == json.dumps(contents(recorded.snapshot))
    return recorded


@many
@given(seeds)
def test_a_spoilt_checkpoint_is_refused_or_read_soundly(seed: int) -> None:
    chance = random.Random(seed)
    document = spoil_json(golden(chance.choice(CHECKPOINTS)), chance)
    with backend_of(json.dumps(document).encode()) as backend:
        read_or_refuse(backend)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """A stack with a journal."""
    stack = Stack(tmp_path_factory.mktemp("fuzz"))
    stack.leave_journal()
    return stack


@many
@given(seeds)
def test_a_spoilt_journal_is_refused_or_read_soundly(journal: Stack, seed: int) -> None:
    """Its checksums are right, as if the engine had written it."""
    chance = random.Random(seed)
    lines = journal.journal.read_bytes().splitlines()
    records: list[Any] = spoil_json([journal_file.decode(line) for line in lines], chance)
    content = journal.checkpoint.read_bytes()
    with backend_of(content) as backend:
        texts = [json.dumps(record).encode() for record in records] if isinstance(records, list) else []
        written = b"".join(journal_file.encode(record) for record in (json.loads(text) for text in texts))
        backend.journal_path("golden", "dev").write_bytes(written)
        read_or_refuse(backend)
    assert digest(content) == digest(journal.checkpoint.read_bytes())


def test_the_spoiling_does_both_and_leaves_what_is_read_sound() -> None:
    """Not every document is refused: else nothing would be learnt of those that are read."""
    read = 0
    for seed in range(60):
        chance = random.Random(seed)
        document = spoil_json(golden(chance.choice(CHECKPOINTS)), chance)
        with backend_of(json.dumps(document).encode()) as backend:
            read += read_or_refuse(backend) is not None
    assert 5 < read < 55
    assert sealer()
