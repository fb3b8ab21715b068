"""Works on a real disk that is full: `unshare --map-root-user --mount python -m tests.engine.full_disk FOLDER`.

It mounts a small file system on the folder, which only it sees, and prints what came of each part as a line of JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from engine import Operation
from engine.errors import EngineError
from tests.engine.programs import Item
from tests.engine.test_faulty_disk import RememberingCloud
from tests.harness import Deployer

SIZE_KIB = 8192


def program() -> None:
    for number in range(20):
        Item(f"item{number}", value="x" * 500)


class Disk:
    """A stack on a disk that can be filled."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mount("-t", "tmpfs", "-o", f"size={SIZE_KIB}k", "tmpfs")
        self.cloud = RememberingCloud(journal=folder / "state/.pulumi/stacks/strata/test.journal")
        self.stack = Deployer(folder=folder, providers={"test": self.cloud})
        self.stack(lambda: None, {})

    def mount(self, *options: str) -> None:
        subprocess.run(["mount", *options, str(self.folder)], check=True)

    def attempt(self, operation: Operation = Operation.UP) -> list[str]:
        """What an operation says is wrong."""
        try:
            declared = program if operation in (Operation.UP, Operation.PREVIEW) else None
            return self.stack(declared, None, operation, succeeds=False).summary.errors
        except EngineError as error:
            return [str(error)]

    def tell(self, part: str, said: list[str]) -> None:
        """Print what came of a part, and that nothing was lost."""
        attempts = {pending.attempt for pending in self.stack.pending()}
        known = {state.id for state in self.stack.resources()}
        known |= {answer.id for attempt, answer in self.cloud.attempts.items() if attempt in attempts}
        told: dict[str, Any] = {
            "part": part,
            "said": said,
            "made": len(self.cloud.resources),
            "lost": sorted(self.cloud.resources.keys() - known),
            "unannounced": self.cloud.unannounced,
        }
        sys.stdout.write(json.dumps(told) + "\n")


def main() -> None:
    """Fill the disk but for so many KiB, work, make space, work; then the same with a read-only disk."""
    disk = Disk(Path(sys.argv[1]))
    filler = disk.folder / "filler"
    for free_kib in (0, 8, 16, 28, 40, 64, 80):
        used = int(subprocess.check_output(["df", "--output=used", "-k", disk.folder], text=True).split()[-1])
        filler.write_bytes(b"\0" * 1024 * max(SIZE_KIB - used - free_kib, 0))
        disk.tell("full", disk.attempt())
        filler.unlink()
        disk.tell("space", disk.attempt())
        disk.tell("destroy", disk.attempt(Operation.DESTROY))
    disk.mount("-o", "remount,ro")
    disk.tell("read-only", disk.attempt())
    disk.tell("read-only preview", disk.attempt(Operation.PREVIEW))
    disk.mount("-o", "remount,rw")
    disk.tell("space", disk.attempt())


if __name__ == "__main__":
    main()
