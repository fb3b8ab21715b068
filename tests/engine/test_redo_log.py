"""Several files change as one, wherever the process is killed."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from engine import FileBackend, editing, importing, redo_log
from engine.deployment_file import encode, export
from engine.errors import PassphraseError, StateError
from engine.move import move
from engine.passphrase import change_passphrase
from engine.secrets import Crypter, Sealer
from engine.selection import select
from engine.snapshot import encode as encode_checkpoint
from protocol.values import Secret
from tests.engine.killed import every_kill
from tests.engine.small_project import PASSPHRASE, QUEUES, SmallProject

NEW = "another passphrase"


@pytest.fixture
def kept(small: SmallProject, tmp_path: Path) -> Path:
    """A copy of the small as it was."""
    shutil.copytree(small.folder, tmp_path / "kept")
    return tmp_path / "kept"


def restore(small: SmallProject, kept: Path) -> None:
    shutil.rmtree(small.folder)
    shutil.copytree(kept, small.folder)


def move_two(small: SmallProject) -> None:
    with editing.hold([small.stack("dev"), small.stack("prod")], print) as (source, destination):
        planned = move(source.snapshot, destination.snapshot, select(source.snapshot, ["a", "b"]))
        changes = [(destination, planned.destination, destination.sealer), (source, planned.source, source.sealer)]
        editing.save_together(changes, "a move of two queues")


def test_a_move_that_is_killed_anywhere_is_done_whole_or_not_at_all(small: SmallProject, kept: Path) -> None:
    points, seen = 0, set()
    for _ in every_kill(lambda: move_two(small), lambda: restore(small, kept)):
        points += 1
        before = (*small.queues("dev"), *small.queues("prod"))
        assert set(before) == set(QUEUES), "each queue is on record somewhere, even before the next command"
        said = small.finish()
        outcome = (tuple(small.queues("dev")), tuple(small.queues("prod")))
        assert outcome in {(QUEUES, ()), (("c",), ("a", "b"))}
        assert said in ([], ["a move of two queues: was cut off, and is finished now"]) or "locked" in said[0]
        seen.add((outcome, before != (*outcome[0], *outcome[1])))
        move_again(small)
        assert (small.queues("dev"), small.queues("prod")) == (["c"], ["a", "b"])
    assert points > 20
    assert {outcome for outcome, _ in seen} == {(QUEUES, ()), (("c",), ("a", "b"))}
    assert any(finished for _, finished in seen), "at some point only one of the two files was written"
    assert (small.queues("dev"), small.queues("prod")) == (["c"], ["a", "b"])
    assert [one.outputs for one in small.snapshot("prod").resources[1:]] == [
        {"token": Secret("secret of a")},
        {"token": Secret("secret of b")},
    ]


def move_again(small: SmallProject) -> None:
    """What a person does: the same command once more, if there is anything left to move."""
    if len(small.queues("dev")) == len(QUEUES):
        move_two(small)


def test_a_change_of_passphrase_that_is_killed_anywhere_leaves_one_passphrase(small: SmallProject, kept: Path) -> None:
    def change() -> None:
        change_passphrase([small.stack("dev"), small.stack("prod")], NEW, print)

    outcomes = set()
    for _ in every_kill(change, lambda: restore(small, kept)):
        small.finish()
        outcomes.add(opening(small))
    outcomes.add(opening(small))
    assert outcomes == {PASSPHRASE, NEW}
    text = (small.folder / "Pulumi.dev.yaml").read_text()
    assert text.startswith("# dev\n")
    assert list(yaml.safe_load(text)) == ["config", "encryptionsalt"]


def opening(small: SmallProject) -> str:
    """The one passphrase that opens the state and both stack files."""
    opens = set()
    for passphrase in (PASSPHRASE, NEW):
        try:
            tokens = [one.outputs["token"] for one in small.snapshot("dev", passphrase).resources[1:]]
            config = [small.stack(name, passphrase).config["small:token"] for name in ("dev", "prod")]
        except PassphraseError:
            continue
        assert tokens == [Secret(f"secret of {name}") for name in QUEUES]
        assert config == ["config of dev", "config of prod"]
        opens.add(passphrase)
    (only,) = opens
    return only


def test_an_import_that_is_killed_anywhere_leaves_the_old_state_or_the_new_one(small: SmallProject, kept: Path) -> None:
    document = export(small.stack("dev"))
    document["deployment"]["resources"].pop()
    content = encode(document)

    def bring_in() -> None:
        with importing.hold(small.stack("dev"), content, print, force=False) as planned:
            planned.carry_out()

    outcomes = set()
    for _ in every_kill(bring_in, lambda: restore(small, kept)):
        outcomes.add(tuple(small.queues("dev")))
    assert outcomes == {QUEUES, QUEUES[:2]}
    assert small.queues("dev") == ["a", "b"]


def cut_off(small: SmallProject) -> Path:
    """Leave a change behind that only wrote its log."""
    stack = small.stack("dev")
    before = (stack.backend.read("small", "dev") or b"").decode()
    after = encode_checkpoint(replace(small.snapshot("dev"), resources=[]).to_json(Sealer(None)))
    log = small.folder / "home" / ".pulumi" / "redo" / "small" / "x.json"
    log.parent.mkdir(parents=True)
    digest = redo_log.digest(before.encode())
    checkpoints = {"dev": {"before": digest, "after": after.decode()}}
    note = {"redo": 1, "what": "a change", "stacks": ["dev"], "checkpoints": checkpoints, "files": {}}
    log.write_text(json.dumps(note))
    return log


def test_an_operation_refuses_a_stack_whose_change_was_cut_off(small: SmallProject) -> None:
    cut_off(small)
    with pytest.raises(StateError, match="a change: was cut off; `strata recover dev --sandbox` finishes it"):
        move_two(small)
    assert small.finish() == ["a change: was cut off, and is finished now"]
    assert small.queues("dev") == []
    history = sorted((small.folder / "home" / ".pulumi" / "history" / "small" / "dev").glob("*.history.json"))
    assert json.loads(history[-1].read_text())["message"] == "a change"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(small: SmallProject) -> None:
    log = cut_off(small)
    stack = small.stack("dev")
    stack.backend.save("small", "dev", (stack.backend.read("small", "dev") or b"") + b"\n")
    with pytest.raises(StateError, match=r"dev\.json: was changed by somebody else while this was cut off: a change"):
        small.finish()
    assert log.exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"redo": 2}', '{"redo": 1, "what": "x"}'])
def test_a_log_that_cannot_be_read_is_an_error(small: SmallProject, content: str) -> None:
    log = cut_off(small)
    log.write_text(content)
    with pytest.raises(StateError, match=r"unknown format|is not a note of a change"):
        small.finish()


def test_its_log_is_for_its_owner_only(small: SmallProject, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []
    save = FileBackend.save

    def looking(self: FileBackend, project: str, stack: str, content: bytes) -> None:
        (log,) = (small.folder / "home" / ".pulumi" / "redo" / "small").glob("*.json")
        modes.append(log.stat().st_mode & 0o777)
        save(self, project, stack, content)

    monkeypatch.setattr(FileBackend, "save", looking)
    move_two(small)
    assert modes == [0o600, 0o600]


def test_a_stack_file_keeps_its_mode(small: SmallProject) -> None:
    (small.folder / "Pulumi.dev.yaml").chmod(0o644)
    change_passphrase([small.stack("dev")], NEW, print)
    assert (small.folder / "Pulumi.dev.yaml").stat().st_mode & 0o777 == 0o644
    assert Crypter(NEW, yaml.safe_load((small.folder / "Pulumi.dev.yaml").read_text())["encryptionsalt"])
