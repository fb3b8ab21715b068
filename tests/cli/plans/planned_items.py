"""A stack of items in memory, described by what hypothesis draws, planned into a file and held to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi

from cli.plans import saved
from cli.plans.guard import Guard
from cli.plans.recording import Recording
from engine import Operation, Program
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item
from tests.harness import Deployer

SECRET = "hunter2-s3cr3t"


def program_of(items: Mapping[str, Any], *, protect: bool = False) -> Program:
    """A program of items: each with its value, each depending on the one before, the secret ones secret."""

    def program() -> None:
        before: Item | None = None
        for name, value in items.items():
            kept = pulumi.Output.secret(value) if name.startswith("secret") else value
            chain = {"after": before.number} if before else {}
            before = Item(name, pulumi.ResourceOptions(protect=protect), value=kept, **chain)
        pulumi.export("count", len(items))

    return program


@dataclass
class Bench:
    """A stack with a plan file beside it."""

    stack: Deployer
    file: Path

    @classmethod
    def at(cls, folder: Path) -> Bench:
        """A new one, with nothing in it."""
        folder.mkdir(parents=True)
        (folder / "__main__.py").write_text("# declared by the test\n")
        return cls(Deployer(folder=folder, providers={"test": Cloud()}), folder / "plan.json")

    def plan(self, program: Program, config: Mapping[str, Any] | None = None) -> bytes:
        """Save the plan; what the file holds."""
        self.stack._write_project(config)
        recording = Recording(self.stack.open())
        planned = self.stack(program, operation=Operation.PREVIEW, seed=recording.seed, permit=recording.see).summary
        content = saved.sealed(recording.content(planned.outputs), recording.seal)
        saved.write(self.file, self.stack.project, {self.stack.stack: content})
        return self.file.read_bytes()

    def look_again(self, program: Program) -> Guard:
        """Plan again, held to the file. Raises as `Guard` and `Guard.before`."""
        guard = Guard(self.file, self.stack.open())
        planned = self.stack(program, operation=Operation.PREVIEW, seed=guard.seed, permit=guard.permit).summary
        guard.before(planned.outputs)
        return guard

    def carry_out(self, program: Program, *, instead: Program | None = None) -> list[str]:
        """As `up --plan`: look again, then do it, or something else instead; what went wrong."""
        guard = self.look_again(program)
        done = self.stack(instead or program, succeeds=False, seed=guard.seed, permit=guard.permit).summary
        if done.succeeded:
            guard.after()
        return done.errors
