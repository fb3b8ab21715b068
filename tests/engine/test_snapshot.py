"""Snapshots are the official engine's checkpoints, byte for byte but for the time."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PassphraseError, StateError
from engine.resource import ResourceState
from engine.secrets import Crypter, Sealer
from engine.snapshot import PendingKind, PendingOperation, Snapshot, encode, salt_of
from protocol.values import SIGNATURE, Secret
from tests.engine.states import CHECKPOINTS, PASSPHRASE, contents, crypter, golden, queue, sealer, snapshot

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
names = text.filter(lambda name: name != SIGNATURE)
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | text
values = st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner) | inner.map(Secret))
properties = st.dictionaries(names, values, max_size=3)
urn_lists = st.lists(text.filter(bool), max_size=2)
states = st.builds(
    ResourceState,
    urn=text,
    custom=st.booleans(),
    type=text,
    id=text,
    inputs=properties,
    outputs=properties,
    dependencies=urn_lists,
    property_dependencies=st.dictionaries(text, urn_lists, max_size=2),
    init_errors=urn_lists,
    custom_timeouts=st.dictionaries(text, st.floats(1, 100), max_size=2),
    protect=st.booleans(),
    delete=st.booleans(),
    stack_trace=st.lists(text, max_size=3),
)
pending = st.builds(PendingOperation, st.sampled_from(PendingKind), states)
snapshots = st.builds(
    Snapshot,
    stack=text,
    resources=st.lists(states, max_size=3),
    pending_operations=st.lists(pending, max_size=2),
    salt=text,
)


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_golden_checkpoint_comes_back_byte_for_byte(path: Path) -> None:
    document = golden(path)
    reader = Sealer(Crypter(PASSPHRASE, salt_of(document)))
    written = Snapshot.from_json(document, reader).to_json(reader)
    written["checkpoint"]["latest"]["manifest"]["time"] = document["checkpoint"]["latest"]["manifest"]["time"]
    assert encode(written) == path.read_bytes()


def test_golden_secrets_are_decrypted() -> None:
    recorded = Snapshot.from_json(golden(CHECKPOINTS[0]), sealer())
    assert recorded.resources[0].outputs["token"] == Secret("s3cr3t-value")


def test_a_golden_kill_leaves_its_pending_operation() -> None:
    (path,) = [path for path in CHECKPOINTS if "killed" in path.name]
    recorded = Snapshot.from_json(golden(path), sealer())
    assert [(operation.kind, operation.resource.name) for operation in recorded.pending_operations] == [
        (PendingKind.CREATING, "jobs")
    ]


@given(snapshots)
def test_reading_gives_back_what_was_written(recorded: Snapshot) -> None:
    document = json.loads(encode(recorded.to_json(sealer())))
    again = Snapshot.from_json(document, sealer())
    assert contents(again) == contents(recorded)
    for before, after in zip(recorded.resources, again.resources, strict=True):
        assert {item.name: getattr(before, item.name) for item in fields(before)} == {
            item.name: getattr(after, item.name) for item in fields(after)
        }


def test_without_secrets_no_passphrase_is_needed() -> None:
    document = snapshot(queue("jobs")).to_json(Sealer(None))
    assert "secrets_providers" not in document["checkpoint"]["latest"]
    assert Snapshot.from_json(document, Sealer(None)).resources[0].name == "jobs"


def test_secrets_need_the_passphrase() -> None:
    with pytest.raises(PassphraseError):
        Snapshot.from_json(golden(CHECKPOINTS[0]), Sealer(None))


def test_a_checkpoint_that_uses_a_feature_says_so_and_has_version_4() -> None:
    document = snapshot(queue("jobs", taint=True, view_of="urn")).to_json(sealer())
    assert (document["version"], document["features"]) == (4, ["taint", "views"])
    plain = snapshot(queue("jobs")).to_json(sealer())
    assert (plain["version"], "features" in plain) == (3, False)


def test_a_feature_of_the_values_stays_once_it_is_there() -> None:
    document = snapshot(queue("jobs")).to_json(sealer()) | {"version": 4, "features": ["byteString", "taint"]}
    assert Snapshot.from_json(document, sealer()).to_json(sealer())["features"] == ["byteString"]


def test_fields_that_we_do_not_interpret_are_kept() -> None:
    document = snapshot(queue("jobs")).to_json(sealer())
    document["checkpoint"]["latest"] |= {
        "metadata": {"integrity_error": {"version": "v1"}},
        "snippets": [{"uuid": "u"}],
    }
    written = Snapshot.from_json(document, sealer()).to_json(sealer())["checkpoint"]["latest"]
    assert (written["metadata"], written["snippets"]) == ({"integrity_error": {"version": "v1"}}, [{"uuid": "u"}])


def test_a_stack_without_a_deployment_is_empty() -> None:
    document = {"version": 3, "checkpoint": {"stack": "organization/golden/dev"}}
    recorded = Snapshot.from_json(document, sealer())
    assert (recorded.stack, recorded.resources, salt_of(document)) == ("organization/golden/dev", [], "")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (None, "version None"),
        ([], "version None"),
        ({}, "version None"),
        ({"version": 2, "checkpoint": {}}, "version 2"),
        ({"version": 4, "features": ["telepathy"], "checkpoint": {}}, "telepathy"),
        ({"version": 3}, "nothing under 'checkpoint'"),
        ({"version": 3, "checkpoint": {}}, "'stack'"),
        ({"version": 3, "checkpoint": {"stack": "s", "latest": {"resources": [{}]}}}, "shape"),
        ({"version": 3, "checkpoint": {"stack": "s", "latest": {"resources": 3}}}, "shape"),
        ({"version": 3, "checkpoint": {"stack": "s", "latest": {"pending_operations": [{"type": "x"}]}}}, "shape"),
        ({"version": 3, "checkpoint": {"stack": "s", "latest": {"secrets_providers": {"type": "awskms"}}}}, "awskms"),
    ],
)
def test_what_is_not_a_checkpoint_is_refused(document: Any, message: str) -> None:
    with pytest.raises(StateError, match=message):
        Snapshot.from_json(document, sealer())


def test_half_of_a_surrogate_pair_does_not_stop_the_save() -> None:
    assert json.loads(encode({"a": "\ud800"})) == {"a": "\ud800"}


def test_the_salt_is_written_as_the_secrets_provider() -> None:
    document = snapshot(salt=crypter().salt).to_json(sealer())
    assert (
        document["checkpoint"]["latest"]["secrets_providers"]
        == golden(CHECKPOINTS[0])["checkpoint"]["latest"]["secrets_providers"]
    )
    assert salt_of(document) == crypter().salt
