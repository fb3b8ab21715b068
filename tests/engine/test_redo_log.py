"""Several files change as one, wherever the process is killed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from engine import FileBackend, Project, Stack, editing, importing, redo_log, secrets, state
from engine.deployment_file import encode, export
from engine.errors import PassphraseError, StateError
from engine.integrity import find_breaches
from engine.move import move
from engine.passphrase import change_passphrase
from engine.resource import ResourceState
from engine.secrets import Crypter, Sealer
from engine.selection import select
from engine.snapshot import Snapshot
from engine.snapshot import encode as encode_checkpoint
from protocol.values import Secret
from tests.engine.killed import every_kill

PASSPHRASE = "the passphrase"

QUEUES = ("a", "b", "c")
NEW = "another passphrase"


@pytest.fixture(autouse=True)
def _quick_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A key takes a third of a second on purpose; these tests need hundreds."""
    secrets._derive.cache_clear()
    monkeypatch.setattr(secrets, "ITERATIONS", 10)
    yield
    secrets._derive.cache_clear()


class World:
    """A project with the stacks dev, which has three queues, and prod, which was never brought up.

    Attributes:
        folder: the project's folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        crypter = Crypter.create(PASSPHRASE)
        (folder / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
        for name in ("dev", "prod"):
            secret = crypter.encrypt(f"config of {name}")
            document = {"encryptionsalt": crypter.salt, "config": {"small:token": {"secure": secret}}}
            (folder / f"Pulumi.{name}.yaml").write_text(f"# {name}\n{yaml.safe_dump(document, width=200)}")
        with editing.hold([self.stack("dev")], print) as (held,):
            editing.save(held, Snapshot(stack=held.snapshot.stack, resources=_resources(), salt=crypter.salt), "made")

    def stack(self, name: str, passphrase: str = PASSPHRASE) -> Stack:
        return Stack(Project.load(self.folder), name, FileBackend(self.folder / "home"), passphrase=passphrase)

    def snapshot(self, name: str, passphrase: str = PASSPHRASE) -> Snapshot:
        stack = self.stack(name, passphrase)
        return state.load(stack.backend, "small", name, stack.crypter).snapshot

    def finish(self) -> list[str]:
        """What the next command does first; what it says."""
        said: list[str] = []
        redo_log.finish(self.stack("dev").backend, "small", said.append, editing.history_entry)
        return said

    def queues(self, name: str, passphrase: str = PASSPHRASE) -> list[str]:
        recorded = self.snapshot(name, passphrase)
        assert list(find_breaches(recorded)) == []
        return [one.name for one in recorded.resources if one.type == "aws:sqs/queue:Queue"]


def _resources() -> list[ResourceState]:
    root = "urn:pulumi:dev::small::pulumi:pulumi:Stack::small-dev"
    queues = [
        ResourceState(
            urn=f"urn:pulumi:dev::small::aws:sqs/queue:Queue::{name}",
            custom=True,
            type="aws:sqs/queue:Queue",
            id=name,
            parent=root,
            outputs={"token": Secret(f"secret of {name}")},
        )
        for name in QUEUES
    ]
    return [ResourceState(urn=root, custom=False, type="pulumi:pulumi:Stack"), *queues]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path / "world")


@pytest.fixture
def kept(world: World, tmp_path: Path) -> Path:
    """A copy of the world as it was."""
    shutil.copytree(world.folder, tmp_path / "kept")
    return tmp_path / "kept"


def restore(world: World, kept: Path) -> None:
    shutil.rmtree(world.folder)
    shutil.copytree(kept, world.folder)


def move_two(world: World) -> None:
    with editing.hold([world.stack("dev"), world.stack("prod")], print) as (source, destination):
        planned = move(source.snapshot, destination.snapshot, select(source.snapshot, ["a", "b"]))
        changes = [(destination, planned.destination, destination.sealer), (source, planned.source, source.sealer)]
        editing.save_together(changes, "a move of two queues")


def test_a_move_that_is_killed_anywhere_is_done_whole_or_not_at_all(world: World, kept: Path) -> None:
    points, seen = 0, set()
    for _ in every_kill(lambda: move_two(world), lambda: restore(world, kept)):
        points += 1
        before = (*world.queues("dev"), *world.queues("prod"))
        assert set(before) == set(QUEUES), "each queue is on record somewhere, even before the next command"
        said = world.finish()
        outcome = (tuple(world.queues("dev")), tuple(world.queues("prod")))
        assert outcome in {(QUEUES, ()), (("c",), ("a", "b"))}
        assert said in ([], ["a move of two queues: was cut off, and is finished now"]) or "locked" in said[0]
        seen.add((outcome, before != (*outcome[0], *outcome[1])))
        move_again(world)
        assert (world.queues("dev"), world.queues("prod")) == (["c"], ["a", "b"])
    assert points > 20
    assert {outcome for outcome, _ in seen} == {(QUEUES, ()), (("c",), ("a", "b"))}
    assert any(finished for _, finished in seen), "at some point only one of the two files was written"
    assert (world.queues("dev"), world.queues("prod")) == (["c"], ["a", "b"])
    assert [one.outputs for one in world.snapshot("prod").resources[1:]] == [
        {"token": Secret("secret of a")},
        {"token": Secret("secret of b")},
    ]


def move_again(world: World) -> None:
    """What a person does: the same command once more, if there is anything left to move."""
    if len(world.queues("dev")) == len(QUEUES):
        move_two(world)


def test_a_change_of_passphrase_that_is_killed_anywhere_leaves_one_passphrase(world: World, kept: Path) -> None:
    def change() -> None:
        change_passphrase([world.stack("dev"), world.stack("prod")], NEW, print)

    outcomes = set()
    for _ in every_kill(change, lambda: restore(world, kept)):
        world.finish()
        outcomes.add(opening(world))
    outcomes.add(opening(world))
    assert outcomes == {PASSPHRASE, NEW}
    text = (world.folder / "Pulumi.dev.yaml").read_text()
    assert text.startswith("# dev\n")
    assert list(yaml.safe_load(text)) == ["config", "encryptionsalt"]


def opening(world: World) -> str:
    """The one passphrase that opens the state and both stack files."""
    opens = set()
    for passphrase in (PASSPHRASE, NEW):
        try:
            tokens = [one.outputs["token"] for one in world.snapshot("dev", passphrase).resources[1:]]
            config = [world.stack(name, passphrase).config["small:token"] for name in ("dev", "prod")]
        except PassphraseError:
            continue
        assert tokens == [Secret(f"secret of {name}") for name in QUEUES]
        assert config == ["config of dev", "config of prod"]
        opens.add(passphrase)
    (only,) = opens
    return only


def test_an_import_that_is_killed_anywhere_leaves_the_old_state_or_the_new_one(world: World, kept: Path) -> None:
    document = export(world.stack("dev"))
    document["deployment"]["resources"].pop()
    content = encode(document)

    def bring_in() -> None:
        with importing.hold(world.stack("dev"), content, print, force=False) as planned:
            planned.carry_out()

    outcomes = set()
    for _ in every_kill(bring_in, lambda: restore(world, kept)):
        outcomes.add(tuple(world.queues("dev")))
    assert outcomes == {QUEUES, QUEUES[:2]}
    assert world.queues("dev") == ["a", "b"]


def cut_off(world: World) -> Path:
    """Leave a change behind that only wrote its log."""
    stack = world.stack("dev")
    before = (stack.backend.read("small", "dev") or b"").decode()
    after = encode_checkpoint(replace(world.snapshot("dev"), resources=[]).to_json(Sealer(None)))
    log = world.folder / "home" / ".pulumi" / "redo" / "small" / "x.json"
    log.parent.mkdir(parents=True)
    digest = redo_log.digest(before.encode())
    checkpoints = {"dev": {"before": digest, "after": after.decode()}}
    note = {"redo": 1, "what": "a change", "stacks": ["dev"], "checkpoints": checkpoints, "files": {}}
    log.write_text(json.dumps(note))
    return log


def test_an_operation_refuses_a_stack_whose_change_was_cut_off(world: World) -> None:
    cut_off(world)
    with pytest.raises(StateError, match="a change: was cut off; `strata recover dev --sandbox` finishes it"):
        move_two(world)
    assert world.finish() == ["a change: was cut off, and is finished now"]
    assert world.queues("dev") == []
    history = sorted((world.folder / "home" / ".pulumi" / "history" / "small" / "dev").glob("*.history.json"))
    assert json.loads(history[-1].read_text())["message"] == "a change"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(world: World) -> None:
    log = cut_off(world)
    stack = world.stack("dev")
    stack.backend.save("small", "dev", (stack.backend.read("small", "dev") or b"") + b"\n")
    with pytest.raises(StateError, match=r"dev\.json: was changed by somebody else while this was cut off: a change"):
        world.finish()
    assert log.exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"redo": 2}', '{"redo": 1, "what": "x"}'])
def test_a_log_that_cannot_be_read_is_an_error(world: World, content: str) -> None:
    log = cut_off(world)
    log.write_text(content)
    with pytest.raises(StateError, match=r"unknown format|is not a note of a change"):
        world.finish()


def test_its_log_is_for_its_owner_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    save = FileBackend.save

    def looking(self: FileBackend, project: str, stack: str, content: bytes) -> None:
        (log,) = (world.folder / "home" / ".pulumi" / "redo" / "small").glob("*.json")
        modes.append(log.stat().st_mode & 0o777)
        save(self, project, stack, content)

    monkeypatch.setattr(FileBackend, "save", looking)
    move_two(world)
    assert modes == [0o600, 0o600]


def test_a_stack_file_keeps_its_mode(world: World) -> None:
    (world.folder / "Pulumi.dev.yaml").chmod(0o644)
    change_passphrase([world.stack("dev")], NEW, print)
    assert (world.folder / "Pulumi.dev.yaml").stat().st_mode & 0o777 == 0o644
    assert Crypter(NEW, yaml.safe_load((world.folder / "Pulumi.dev.yaml").read_text())["encryptionsalt"])
