"""Every breach of what must hold of a snapshot is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.errors import StateError
from engine.integrity import find_breaches, verify
from engine.resource import ResourceState
from engine.secrets import Crypter, Sealer
from engine.snapshot import Snapshot, salt_of
from tests.engine.states import CHECKPOINTS, PASSPHRASE, golden, queue, snapshot, urn_of

PROVIDER = "urn:pulumi:dev::golden::pulumi:providers:aws::west"
MISSING = urn_of("missing")


def provider() -> ResourceState:
    return ResourceState(urn=PROVIDER, custom=True, type="pulumi:providers:aws", id="1")


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_golden_checkpoints_hold(path: Path) -> None:
    document = golden(path)
    verify(Snapshot.from_json(document, Sealer(Crypter(PASSPHRASE, salt_of(document)))))


@pytest.mark.parametrize(
    ("fields", "role"),
    [
        ({"parent": MISSING}, "parent"),
        ({"dependencies": [MISSING]}, "dependency"),
        ({"property_dependencies": {"url": [MISSING]}}, "dependency (property url)"),
        ({"deleted_with": MISSING}, "deletedWith"),
        ({"replace_with": [MISSING]}, "replaceWith"),
    ],
)
def test_a_reference_must_come_before_what_refers_to_it(fields: dict[str, Any], role: str) -> None:
    state = queue("jobs", **fields)
    assert list(find_breaches(snapshot(state))) == [f"{state.urn}: its {role} {MISSING} is not recorded"]
    assert list(find_breaches(snapshot(state, queue("missing")))) == [
        f"{state.urn}: its {role} {MISSING} comes after it"
    ]
    assert list(find_breaches(snapshot(queue("missing"), state))) == []


def test_a_resource_cannot_depend_on_itself() -> None:
    state = queue("jobs", dependencies=[urn_of("jobs")])
    assert list(find_breaches(snapshot(state))) == [f"{state.urn}: its dependency {state.urn} is not recorded"]


def test_a_provider_must_come_before_its_resources_with_that_very_id() -> None:
    right, wrong = queue("right", provider=f"{PROVIDER}::1"), queue("wrong", provider=f"{PROVIDER}::2")
    assert list(find_breaches(snapshot(provider(), right, wrong))) == [
        f"{wrong.urn}: its provider {PROVIDER}::2 is not recorded before it"
    ]
    assert list(find_breaches(snapshot(queue("w", provider=f"{PROVIDER}::2", pending_replacement=True)))) == []


def test_a_urn_may_come_again_only_for_deletion() -> None:
    assert list(find_breaches(snapshot(queue("a"), queue("a", delete=True), queue("a", delete=True)))) == []
    assert list(find_breaches(snapshot(queue("a"), queue("a")))) == [
        f"{urn_of('a')}: recorded 2 times without a mark for deletion"
    ]


def test_malformed_resources_are_named() -> None:
    breaches = "\n".join(find_breaches(snapshot(queue("a", type=""), queue("b", custom=False), queue("c", urn="x"))))
    assert "has no type" in breaches
    assert "a component cannot have an id, got 'b'" in breaches
    assert "'x' is not a URN" in breaches


def test_verify_names_the_stack_and_every_breach() -> None:
    with pytest.raises(StateError) as caught:
        verify(snapshot(queue("a", parent=MISSING), queue("b", parent=MISSING)))
    first, *rest = str(caught.value).splitlines()
    assert first == "the state of organization/golden/dev is inconsistent:"
    assert len(rest) == 2
