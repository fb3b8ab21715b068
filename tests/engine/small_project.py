"""A project whose stack dev has a state: what editing and mending states is tested with."""

from __future__ import annotations

from pathlib import Path

import yaml

from engine import FileBackend, Project, Stack, editing, redo_log, state
from engine.integrity import find_breaches
from engine.resource import ResourceState
from engine.secrets import Crypter
from engine.snapshot import Snapshot
from protocol.values import Secret

PASSPHRASE = "the passphrase"
QUEUES = ("a", "b", "c")
ROOT = "urn:pulumi:dev::small::pulumi:pulumi:Stack::small-dev"
QUEUE = "urn:pulumi:dev::small::aws:sqs/queue:Queue::"


class SmallProject:
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
    queues = [
        ResourceState(
            urn=f"{QUEUE}{name}",
            custom=True,
            type="aws:sqs/queue:Queue",
            id=name,
            parent=ROOT,
            outputs={"token": Secret(f"secret of {name}")},
        )
        for name in QUEUES
    ]
    return [ResourceState(urn=ROOT, custom=False, type="pulumi:pulumi:Stack"), *queues]
