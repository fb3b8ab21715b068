"""Every file that either engine writes keeps the official engine's format, and its secrets open without our code."""

from __future__ import annotations

import copy
import itertools
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Operation
from engine.secrets import Crypter
from protocol.provider import ProviderError
from tests.engine.invariants import HISTORY, SECRET, SIGNATURE, breaches, layout_breaches, moment
from tests.engine.memory_provider import REPLACE, REPLACE_BY_DELETING_FIRST, Cloud
from tests.engine.passphrase import key, opened
from tests.engine.programs import Group, Item, Source, options
from tests.engine.states import CHECKPOINTS, GOLDEN, PASSPHRASE, golden
from tests.harness import PASSPHRASE as OURS
from tests.harness import Deployer, crypter

CREATED = golden(GOLDEN / "1-create.state.json")


@pytest.mark.parametrize("path", CHECKPOINTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_the_official_engine_wrote_holds(path: Path) -> None:
    assert breaches(golden(path), PASSPHRASE) == []


def test_the_official_engines_files_hold(tmp_path: Path) -> None:
    """The golden pieces, put where they belong."""
    tree = tmp_path / ".pulumi"
    for name, piece in (("meta.yaml", "meta.yaml"), ("stacks/golden/dev.json", "stack.json")):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(GOLDEN / "state-tree" / f"{piece}.attrs", tree / f"{name}.attrs")
    (tree / "meta.yaml").write_bytes((GOLDEN / "state-tree" / "meta.yaml").read_bytes())
    assert layout_breaches(tree, PASSPHRASE) == ["stacks/golden/dev.json.attrs: does not describe its file"]
    (tree / "stacks/golden/dev.json.attrs").unlink()
    assert layout_breaches(tree, PASSPHRASE) == []
    assert list(HISTORY(golden(GOLDEN / "state-tree" / "history-entry.json"), "history")) == []


Edit = Callable[[dict[str, Any], list[dict[str, Any]]], object]


def secret_of(resources: list[dict[str, Any]]) -> dict[str, Any]:
    """The first secret there is."""
    found: dict[str, Any] = next(
        value
        for state in resources
        for value in (state.get("outputs") or {}).values()
        if isinstance(value, dict) and value.get(SIGNATURE) == SECRET
    )
    return found


def sealed_elsewhere(text: str) -> str:
    return Crypter.create("another").encrypt(text)


EDITS: dict[str, Edit] = {
    "version": lambda latest, _: latest.update(version=3),
    "unknown field of a resource": lambda _, found: found[3].update(unheardOf=1),
    "a field of another kind": lambda _, found: found[3].update(protect="yes"),
    "no type": lambda _, found: found[3].pop("type"),
    "a urn that is none": lambda _, found: found[3].update(urn="urn:pulumi:dev::golden::Queue::x"),
    "a urn of another stack": lambda _, found: found[-1].update(urn=found[-1]["urn"].replace(":dev::", ":prod::")),
    "a parent's type missing": lambda _, found: found[-1].update(urn=found[-1]["urn"].replace("::", "::a:b:C$", 2)),
    "another type than its urn's": lambda _, found: found[-1].update(type="aws:s3/bucket:Buckets"),
    "no parent": lambda _, found: found[-1].pop("parent"),
    "the wrong order": lambda _, found: found.reverse(),
    "twice": lambda _, found: found.append(copy.deepcopy(found[-1])),
    "properties that depend on more": lambda _, found: found[-1].update(
        dependencies=[], propertyDependencies={"x": [found[0]["urn"]]}
    ),
    "a time without zone": lambda _, found: found[0].update(created="2026-01-01T00:00:00"),
    "a false flag": lambda _, found: found[0].update(protect=False),
    "a position outside the format": lambda _, found: found[0].update(sourcePosition="main.py:3"),
    "a secret in plain text": lambda _, found: secret_of(found).update(plaintext='"x"'),
    "a secret without ciphertext": lambda _, found: secret_of(found).pop("ciphertext"),
    "a ciphertext of another key": lambda _, found: secret_of(found).update(ciphertext=sealed_elsewhere('"x"')),
    "a ciphertext that is no JSON": lambda _, found: secret_of(found).update(ciphertext=Crypter(
        PASSPHRASE, CREATED["checkpoint"]["latest"]["secrets_providers"]["state"]["salt"]
    ).encrypt("x")),
    "another salt": lambda latest, _: latest["secrets_providers"]["state"].update(salt=crypter().salt),
    "no salt": lambda latest, _: latest.pop("secrets_providers"),
    "an unknown signature": lambda _, found: found[0].update(inputs={"a": {SIGNATURE: "0" * 32, "value": 1}}),
    "an unknown pending operation": lambda latest, found: latest.update(
        pending_operations=[{"resource": found[0], "type": "renaming"}]
    ),
    "no magic": lambda latest, _: latest["manifest"].update(magic=""),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_the_check_finds(edit: Edit) -> None:
    document = copy.deepcopy(CREATED)
    latest = document["checkpoint"]["latest"]
    edit(latest, latest["resources"])
    assert breaches(document, PASSPHRASE) != []


def test_the_check_finds_another_version_and_another_passphrase() -> None:
    assert breaches(CREATED | {"version": 4}, PASSPHRASE) != []
    assert breaches(CREATED, "another") != []


@pytest.mark.parametrize("passphrase", ["", " ünï \n", "x" * 200])
def test_what_our_engine_seals_under_a_new_salt_opens_without_it(passphrase: str) -> None:
    made = Crypter.create(passphrase)
    assert opened(key(passphrase, made.salt), made.encrypt("s3cr3t")) == "s3cr3t"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_our_engine_seals_opens_without_it(secret: str) -> None:
    assert opened(key(OURS, crypter().salt), crypter().encrypt(secret)) == secret


def test_a_lock_is_as_the_official_engine_writes_it(stack: Deployer, cloud: Cloud) -> None:
    """One file, named by a UUID, in the folder of the stack, and gone with the operation."""
    (official,) = (GOLDEN / "lock").glob("*.json")
    uuid = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json"
    folder = stack.backend.root / ".pulumi/locks/organization/strata/test"
    seen: dict[str, Any] = {}
    cloud.failures = lambda *_: seen.update({path.name: path.read_text() for path in folder.glob("*.json")})
    stack(eventful(1))
    ((name, content),) = seen.items()
    assert re.fullmatch(uuid, name)
    assert re.fullmatch(uuid, official.name)
    for lock in (json.loads(content), golden(official)):
        kinds = {field: type(value) for field, value in lock.items()}
        # Ours also says that the kernel knows whether its holder lives; the official engine takes no notice of it.
        assert kinds.pop("flocked", bool) is bool
        assert kinds == {"pid": int, "username": str, "hostname": str, "timestamp": str}
        assert list(moment(lock["timestamp"], "timestamp")) == []
    assert list(folder.glob("*.json*")) == []


def eventful(generation: int) -> Callable[[], None]:
    """A program that uses what a checkpoint can say: each generation updates, replaces, adds, moves and removes."""

    def program() -> None:
        secret = pulumi.Output.secret({"number": generation, "text": "s3cr3t-ünï\n", "list": [1.5, None, True]})
        source = Source("source", key=secret["text"], zone=generation)
        opts = options(provider=source, additional_secret_outputs=["number"], delete_before_replace=None)
        first = Item("first", opts, value=secret, open={"a": [{"b": secret}]}, **{REPLACE: generation})
        group = Group("group")
        inner = Group("inner", options(parent=group))
        timeouts = pulumi.CustomTimeouts(create="5m", delete="1h30m")
        Item("deep", options(parent=inner, depends_on=[first], custom_timeouts=timeouts), value=first.number)
        Item("held", options(protect=True, ignore_changes=["value"], replace_on_changes=["x"]), value=generation)
        kept = Item("kept", options(retain_on_delete=True), **{REPLACE_BY_DELETING_FIRST: generation})
        Item("with", options(deleted_with=kept, replacement_trigger=secret), value=kept.number)
        Item(f"new-{generation}", options(aliases=[pulumi.Alias(name=f"new-{generation - 1}")]), value=secret)
        Item(f"gone-{generation}", value=pulumi.StringAsset("text"))
        group.register_outputs({"token": secret})
        pulumi.export("secret", secret)
        pulumi.export("first", first.value)

    return program


def test_what_our_engine_writes_holds_whatever_happens(stack: Deployer, cloud: Cloud) -> None:
    """After each operation, each failure, each error that leaves an operation pending, and in every backup of them."""
    tree = stack.backend.root / ".pulumi"
    checked: list[str] = []

    def check() -> dict[str, Any]:
        assert layout_breaches(tree, OURS) == []
        document: dict[str, Any] = json.loads(stack.backend.checkpoint_path("strata", "test").read_text())
        assert breaches(document, OURS) == []
        checked.append(document["checkpoint"]["latest"].get("pending_operations", [{}])[0].get("type", ""))
        return document

    def failing_at(verb: str, name: str, error: Exception) -> None:
        def failures(asked: str, item: str) -> None:
            if (asked, item) == (verb, name):
                raise error

        cloud.failures = failures

    stack(eventful(1))
    check()
    faults = [("create", "first"), ("create", "gone-{now}"), ("delete", "gone-{before}"), ("delete", "first")]
    faults.append(("update", "deep"))
    errors = (ProviderError("refused"), RuntimeError("nobody knows"))
    for generation, ((verb, name), error) in enumerate(itertools.product(faults, errors), start=2):
        failing_at(verb, name.format(now=generation, before=generation - 1), error)
        assert not stack(eventful(generation), succeeds=False).summary.succeeded
        check()
        cloud.failures = lambda *_: None
        stack(eventful(generation))
        check()
    for operation in (Operation.REFRESH, Operation.DESTROY):
        stack(None, operation=operation, succeeds=False)
        check()
    assert set(checked) == {"", "creating", "updating", "deleting"}
