"""Everything that is wrong with a state is found at once, however broken it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.backend import digest
from engine.editing import hold, save_together
from engine.move import move
from engine.secrets import Crypter
from engine.selection import select
from engine.snapshot import encode
from engine.verification import verify_stack
from tests.engine.small_project import QUEUE, ROOT, SmallProject
from tests.engine.test_journal_repair import left_behind
from tests.engine.test_redo_log import cut_off

Document = dict[str, Any]


def change(small: SmallProject, edit: Callable[[Document], object]) -> None:
    """Change the checkpoint, checksum and all."""
    backend = small.stack("dev").backend
    document = json.loads(backend.read("small", "dev") or b"")
    edit(document)
    backend.save("small", "dev", encode(document))


def problems(small: SmallProject, passphrase: str | None = None) -> list[tuple[str, str]]:
    stack = small.stack("dev", passphrase) if passphrase else small.stack("dev")
    return [(one.subject, one.problem) for one in verify_stack(stack).problems]


def resources(document: Document) -> list[Document]:
    found: list[Document] = document["checkpoint"]["latest"]["resources"]
    return found


def test_a_sound_state_has_no_problems(small: SmallProject) -> None:
    verified = verify_stack(small.stack("dev"))
    assert (verified.resources, verified.problems) == (4, [])
    assert verify_stack(small.stack("prod")).resources == 0


def test_a_journal_that_was_left_behind_is_no_breach(small: SmallProject) -> None:
    left_behind(small)
    verified = verify_stack(small.stack("dev"))
    assert (verified.resources, verified.problems) == (5, [])


def test_every_breach_is_found_at_once(small: SmallProject) -> None:
    foreign = Crypter.create("other").encrypt('"x"')

    def edit(document: Document) -> None:
        root, a, b, c = resources(document)
        a["parent"] = f"{QUEUE}nobody"
        b["dependencies"] = [f"{QUEUE}c"]
        b["flavour"] = "new"
        c["outputs"]["token"]["ciphertext"] = foreign
        c["outputs"]["list"] = [{"deep": c["outputs"]["token"]}]
        document["checkpoint"]["latest"]["resources"] = [root, a, b, c, {**a, "parent": ROOT}]
        document["checkpoint"]["latest"]["novelty"] = {}

    change(small, edit)
    path = str(small.stack("dev").backend.checkpoint_path("small", "dev"))
    why = "a secret cannot be decrypted: it is damaged, or was made with another key"
    assert problems(small) == [
        (path, "unknown field novelty"),
        (f"{QUEUE}b", "unknown field flavour"),
        (f"{QUEUE}c", f"outputs.token: {why}"),
        (f"{QUEUE}c", f"outputs.list[0].deep: {why}"),
        (f"{QUEUE}a", f"its parent {QUEUE}nobody is not recorded"),
        (f"{QUEUE}b", f"its dependency {QUEUE}c comes after it"),
        (f"{QUEUE}a", "recorded 2 times without a mark for deletion"),
    ]


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda document: document.update(version=7), "version 7; this engine knows 3 and 4"),
        (lambda document: document.update(version=4, features=["x"]), "features that this engine does not know: x"),
        (lambda document: document["checkpoint"]["latest"].update(secrets_providers={"type": "cloud"}), "'cloud'"),
        (lambda document: document.update(checkpoint=[]), "expected shape"),
        (lambda document: resources(document).append({"urn": "x"}), "cannot be read"),
        (lambda document: resources(document)[1].update(inputs=[]), "expected a dict, got a list"),
        (lambda document: resources(document)[1].update(urn="nonsense"), "is not a URN"),
        (lambda document: resources(document)[1].update(dependencies=[{}]), "expected a list of texts"),
        (lambda document: resources(document).append(7), "cannot be read"),
    ],
)
def test_what_has_not_the_shape_of_a_checkpoint_is_told(
    small: SmallProject, edit: Callable[[Document], object], problem: str
) -> None:
    change(small, edit)
    assert any(problem in text for _, text in problems(small)), problems(small)


def test_a_checkpoint_that_was_changed_since_it_was_saved_is_told(small: SmallProject) -> None:
    path = small.stack("dev").backend.checkpoint_path("small", "dev")
    path.write_bytes(path.read_bytes() + b"\n")
    assert problems(small) == [(str(path), "is not as it was saved: its MD5 is not the one in dev.json.attrs")]
    path.write_bytes(b"{")
    assert [subject for subject, _ in problems(small)] == [str(path)]


def test_a_wrong_passphrase_is_one_problem(small: SmallProject) -> None:
    ((_, problem),) = problems(small, "wrong")
    assert problem.startswith("incorrect passphrase")


def test_a_damaged_journal_and_a_change_that_was_cut_off_are_told(small: SmallProject) -> None:
    path = left_behind(small)
    path.write_bytes(path.read_bytes().replace(b"{", b"[", 1))
    ((subject, problem),) = problems(small)
    assert (subject, "line 1 is damaged" in problem) == (str(path), True)
    path.unlink()
    log = cut_off(small)
    assert problems(small) == [(str(log), "a change: was cut off")]


def test_a_resource_that_two_stacks_manage_is_told_of_both(small: SmallProject) -> None:
    before = small.stack("dev").backend.read("small", "dev") or b""
    with hold([small.stack("dev"), small.stack("prod")], print) as (source, destination):
        planned = move(source.snapshot, destination.snapshot, select(source.snapshot, ["a"]))
        changes = [(destination, planned.destination, destination.sealer), (source, planned.source, source.sealer)]
        save_together(changes, "a move")
    assert problems(small) == []
    small.stack("dev").backend.save("small", "dev", before)  # as if the second half of the move had been lost
    assert digest(small.stack("dev").backend.read("small", "dev")) == digest(before)
    there = f"{QUEUE}a".replace(":dev:", ":prod:")
    assert problems(small) == [(f"{QUEUE}a", f"stack prod manages the same resource, as {there}")]
    stack = small.stack("prod")
    (only,) = verify_stack(stack).problems
    assert (only.subject, only.problem) == (there, f"stack dev manages the same resource, as {QUEUE}a")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(data=st.data())
def test_whatever_stands_in_a_checkpoint_it_answers(small: SmallProject, data: st.DataObject) -> None:
    before = small.stack("dev").backend.read("small", "dev") or b""

    def edit(document: Document) -> None:
        spot: Any = document
        while isinstance(spot, dict | list) and spot:
            key = data.draw(st.sampled_from(sorted(spot) if isinstance(spot, dict) else range(len(spot))))
            if not isinstance(spot[key], dict | list) or not spot[key] or data.draw(st.booleans()):
                spot[key] = data.draw(json_values)
                return
            spot = spot[key]

    change(small, edit)
    assert isinstance(verify_stack(small.stack("dev")).problems, list)
    small.stack("dev").backend.save("small", "dev", before)
