"""An import replaces the state, keeps what was there, and refuses what would do harm."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine import importing
from engine.deployment_file import encode, export
from engine.errors import PassphraseError, StackLocked, StateError
from engine.importing import ImportRefused
from engine.secrets import Crypter
from protocol.values import Secret
from tests.engine.small_project import PASSPHRASE, QUEUE, QUEUES, SmallProject
from tests.engine.test_journal_repair import left_behind


def bring_in(
    small: SmallProject, document: dict[str, Any], stack: str = "dev", *, force: bool = False
) -> importing.Import:
    with importing.hold(small.stack(stack), encode(document), print, force=force) as planned:
        planned.carry_out()
    return planned


def without_one(small: SmallProject) -> dict[str, Any]:
    document = export(small.stack("dev"))
    document["deployment"]["resources"].pop(1)
    return document


def test_it_becomes_the_state_and_what_was_there_is_kept(small: SmallProject) -> None:
    backend = small.stack("dev").backend
    before = backend.read("small", "dev")
    planned = bring_in(small, without_one(small))
    assert small.queues("dev") == ["b", "c"]
    assert (planned.difference.added, planned.difference.removed) == ([], [f"{QUEUE}a"])
    assert backend.checkpoint_path("small", "dev").with_name("dev.json.bak").read_bytes() == before
    history = sorted((small.folder / "home" / ".pulumi" / "history" / "small" / "dev").glob("*.history.json"))
    assert (json.loads(history[-1].read_text())["kind"], len(history)) == ("import", 2)


def test_what_is_there_already_keeps_its_ciphertexts(small: SmallProject) -> None:
    before = export(small.stack("dev"))
    planned = bring_in(small, before)
    assert not planned.difference
    assert export(small.stack("dev"))["deployment"]["resources"] == before["deployment"]["resources"]


def test_nothing_is_written_where_it_is_not_carried_out(small: SmallProject) -> None:
    before = small.stack("dev").backend.read("small", "dev")
    with importing.hold(small.stack("dev"), encode(without_one(small)), print, force=False):
        pass
    assert small.stack("dev").backend.read("small", "dev") == before


def test_another_stacks_export_is_refused_unless_forced_and_then_encrypted_anew(small: SmallProject) -> None:
    document = export(small.stack("dev"))
    crypter = Crypter.create(PASSPHRASE)
    text = json.dumps(document).replace(":dev::", ":prod::").replace("small-dev", "small-prod")
    document = json.loads(text)
    path = small.folder / "Pulumi.prod.yaml"
    path.write_text(f"encryptionsalt: {crypter.salt}\n")
    with pytest.raises(ImportRefused) as refused:
        bring_in(small, document, "prod")
    assert str(refused.value).splitlines() == [
        "the import is refused; --force does it all the same:",
        "  its secrets are encrypted under another salt than the stack's: it is another stack's export",
    ]
    bring_in(small, document, "prod", force=True)
    exported = export(small.stack("prod"))["deployment"]
    assert exported["secrets_providers"]["state"]["salt"] == crypter.salt
    assert [one.outputs for one in small.snapshot("prod").resources[1:]] == [
        {"token": Secret(f"secret of {name}")} for name in QUEUES
    ]


def test_a_state_that_does_not_hold_together_needs_force(small: SmallProject) -> None:
    document = export(small.stack("dev"))
    document["deployment"]["resources"].reverse()
    with pytest.raises(ImportRefused, match="comes after it"):
        bring_in(small, document)
    assert small.queues("dev") == list(QUEUES)
    planned = bring_in(small, document, force=True)
    assert len(planned.warnings) == 3
    assert all("imported all the same" in warning for warning in planned.warnings)


def test_operations_that_were_cut_off_stay_so(small: SmallProject) -> None:
    left_behind(small)
    planned = bring_in(small, export(small.stack("dev")))
    assert planned.warnings == [f"{QUEUE}e: an operation was cut off while creating it; the next one looks into it"]
    assert [one.resource.urn for one in small.snapshot("dev").pending_operations] == [f"{QUEUE}e"]


def test_a_damaged_state_is_replaced_only_by_force_and_kept(small: SmallProject) -> None:
    document = without_one(small)
    left_behind(small)
    checkpoint = small.stack("dev").backend.checkpoint_path("small", "dev")
    checkpoint.write_bytes(b"{")
    with pytest.raises(ImportRefused, match="the present state cannot be read"):
        bring_in(small, document)
    assert checkpoint.read_bytes() == b"{"
    bring_in(small, document, force=True)
    assert small.queues("dev") == ["b", "c"]
    kept = sorted(path.name.rpartition("-")[0] for path in checkpoint.parent.glob("*damaged-*"))
    assert kept == ["dev.journal.damaged", "dev.json.damaged"]


def test_a_wrong_passphrase_and_a_stack_at_work_are_told_before_anything_happens(small: SmallProject) -> None:
    content = encode(without_one(small))
    with (
        pytest.raises(PassphraseError, match="incorrect passphrase"),
        importing.hold(small.stack("dev", "wrong"), content, print, force=True),
    ):
        raise AssertionError
    with (
        small.stack("dev").backend.lock("small", "dev", print),
        pytest.raises(StackLocked),
        importing.hold(small.stack("dev"), content, print, force=True),
    ):
        raise AssertionError
    with pytest.raises(StateError, match="is not JSON"):
        bring_in_text(small, b"{")
    assert small.queues("dev") == list(QUEUES)


def bring_in_text(small: SmallProject, content: bytes) -> None:
    with importing.hold(small.stack("dev"), content, print, force=False):
        raise AssertionError
