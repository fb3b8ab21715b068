"""A deployment goes out as the official CLI writes it, and comes in only if it is the stack's own and sound."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from engine import deployment_file, editing
from engine.deployment_file import compare, encode, export, read
from engine.errors import PassphraseError, StateError
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot
from protocol.values import SECRET_SIGNATURE, SIGNATURE, Secret
from tests.engine.small_project import PASSPHRASE, QUEUE, SmallProject
from tests.engine.sound_states import STACK, sound_states
from tests.engine.states import CHECKPOINTS, golden, queue, snapshot, urn_of
from tests.engine.test_journal_repair import left_behind


def secrets_of(document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        if document.get(SIGNATURE) == SECRET_SIGNATURE:
            return [document]
        return [one for value in document.values() for one in secrets_of(value)]
    return [one for value in document for one in secrets_of(value)] if isinstance(document, list) else []


def test_an_export_is_the_checkpoints_deployment_as_it_stands(small: SmallProject) -> None:
    checkpoint = json.loads(small.stack("dev").backend.read("small", "dev") or b"")
    exported = export(small.stack("dev"))
    assert exported == {"version": 3, "deployment": checkpoint["checkpoint"]["latest"]}
    assert list(exported) == ["version", "deployment"]
    assert len(secrets_of(exported)) == 3
    assert all(set(one) == {SIGNATURE, "ciphertext"} for one in secrets_of(exported))


def test_secrets_are_shown_only_where_that_was_asked_for(small: SmallProject) -> None:
    shown = secrets_of(export(small.stack("dev"), show_secrets=True))
    assert [one["plaintext"] for one in shown] == [f'"secret of {name}"' for name in "abc"]
    assert b"secret of" not in encode(export(small.stack("dev")))
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        export(small.stack("dev", "wrong"), show_secrets=True)


def test_what_was_shown_can_be_read_again(small: SmallProject) -> None:
    shown = encode(export(small.stack("dev"), show_secrets=True))
    came = read(small.stack("dev"), shown, salt=small.snapshot("dev").salt)
    assert [one.outputs for one in came.snapshot.resources[1:]] == [{"token": Secret(f"secret of {n}")} for n in "abc"]
    assert came.objections == ()


def test_a_journal_that_was_left_behind_is_part_of_the_state(small: SmallProject) -> None:
    left_behind(small)
    exported = export(small.stack("dev"))["deployment"]
    assert [one["urn"] for one in exported["resources"]][-1] == f"{QUEUE}d"
    assert [one["type"] for one in exported["pending_operations"]] == ["creating"]


def test_a_stack_that_was_never_brought_up_exports_nothing(small: SmallProject) -> None:
    assert "resources" not in export(small.stack("prod"))["deployment"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recorded=sound_states())
def test_what_is_exported_comes_back(small: SmallProject, recorded: Snapshot) -> None:
    stack = small.stack("dev")
    crypter = stack.crypter(stack.file.salt)
    recorded = replace(recorded, salt=crypter.salt)
    checkpoint = recorded.to_json(Sealer(crypter))
    content = encode({"version": checkpoint["version"], "deployment": checkpoint["checkpoint"]["latest"]})
    came = read(stack, content, salt=crypter.salt)
    assert not compare(recorded, came.snapshot)
    assert [one.urn for one in came.snapshot.resources] == [one.urn for one in recorded.resources]
    # Each secret keeps its ciphertext.
    again = came.snapshot.to_json(came.sealer)["checkpoint"]["latest"]["resources"]
    assert again == checkpoint["checkpoint"]["latest"].get("resources")
    # The project of the random states is another one.
    assert all("is of stack golden/dev, not small/dev" in objection for objection in came.objections)
    assert len(came.objections) == len(recorded.resources)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is not JSON"),
        (b"[]", "does not hold a deployment, but list"),
        (b"{}", "nothing under 'deployment'"),
        (b'{"version":3,"checkpoint":{}}', "nothing under 'deployment'; `strata state export` writes one"),
        (b'{"version":2,"deployment":{}}', "version 2; this engine knows 3 and 4"),
        (b'{"version":4,"features":["new"],"deployment":{}}', "features that this engine does not know: new"),
        (b'{"version":3,"deployment":{"resources":[{}]}}', "does not have the expected shape"),
        (b'{"version":3,"deployment":{"secrets_providers":{"type":"service"}}}', "kept by 'service'"),
    ],
)
def test_what_is_no_deployment_says_why(small: SmallProject, content: bytes, message: str) -> None:
    with pytest.raises(StateError, match=message):
        read(small.stack("dev"), content, salt="")


def test_everything_that_speaks_against_an_import_is_named(small: SmallProject) -> None:
    document = export(small.stack("dev"))
    document["deployment"]["resources"][1]["parent"] = f"{QUEUE}nobody"
    other = Crypter.create(PASSPHRASE)
    came = read(small.stack("prod"), encode(document), salt=other.salt)
    foreign = [f"{one['urn']}: is of stack small/dev, not small/prod" for one in document["deployment"]["resources"]]
    assert list(came.objections) == [
        *foreign,
        f"{QUEUE}a: its parent {QUEUE}nobody is not recorded",
        "its secrets are encrypted under another salt than the stack's: it is another stack's export",
    ]


def test_a_ciphertext_of_another_key_is_an_error(small: SmallProject) -> None:
    document = export(small.stack("dev"))
    document["deployment"]["resources"][1]["outputs"]["token"]["ciphertext"] = Crypter.create("other").encrypt('"x"')
    with pytest.raises(StateError, match="a secret cannot be decrypted"):
        read(small.stack("dev"), encode(document), salt="")


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: path.name)
def test_golden_checkpoints_go_out_as_they_are(small: SmallProject, path: Path) -> None:
    stack = small.stack("dev")
    editing.files.write(stack.backend.checkpoint_path("small", "dev"), path.read_bytes())
    document = golden(path)
    assert export(stack) == {"version": 3, "deployment": document["checkpoint"]["latest"]}


def test_differences_name_the_fields() -> None:
    before = snapshot(queue("a"), queue("b", inputs={"x": 1}), queue("c"))
    after = snapshot(queue("b", inputs={"x": Secret(1)}, protect=True), queue("c"), queue("d"))
    difference = compare(before, after)
    assert (difference.added, difference.removed) == ([urn_of("d")], [urn_of("a")])
    assert difference.changed == {urn_of("b"): ["inputs", "protect"]}
    assert not compare(before, before)
    assert deployment_file.Difference([], [], {}) == compare(Snapshot(stack=STACK), Snapshot(stack=STACK))


def test_text_that_has_no_utf8_form_is_escaped() -> None:
    assert json.loads(encode({"a": "\ud800", "b": "é"})) == {"a": "\ud800", "b": "é"}
    assert "é" in encode({"b": "é"}).decode()
