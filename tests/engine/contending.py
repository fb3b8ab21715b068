"""Runs operations in processes of their own, many at once: `python -m tests.engine.contending FOLDER`.

It reads a line for each order, JSON, and answers each with a line. `{"do": "up", …}` forks a process that does it, and
answers with its process id at once; `{"wait": <process id>}` answers with what came of it. Orders:

    up        carry out `up` on a stack of so many items; with `hold`, the provider works until the file `go` is there
    lock      at the file `go`, take a stack's lock, and hold it for a moment
    read      read a stack's state again and again until the file `stop` is there
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from engine import lock, state
from engine.errors import EngineError, StackLocked
from protocol.values import decode
from tests.engine.memory_provider import Cloud, MemoryProvider
from tests.engine.programs import Item
from tests.harness import Deployer, crypter

TIMEOUT_S = 90


class KeptCloud(Cloud):
    """A cloud whose resources are files, so that it outlives the processes that use it."""

    folder: Path
    hold: bool = False

    def __call__(self) -> MemoryProvider:
        return KeepingProvider(self)


class KeepingProvider(MemoryProvider):
    cloud: KeptCloud

    def Create(self, request: Any) -> Any:
        if request.preview:
            return super().Create(request)
        made = self.cloud.folder / f"{request.name}-{request.resource_status_token}"
        made.write_text(json.dumps(decode(request.properties)))
        if self.cloud.hold:
            (self.cloud.folder.parent / "holding").touch()
            wait_for(self.cloud.folder.parent / "go")
        answer = super().Create(request)
        answer.id = made.name
        return answer


def wait_for(path: Path) -> None:
    give_up = time.monotonic() + TIMEOUT_S
    while not path.exists() and time.monotonic() < give_up:
        time.sleep(0.002)


def up(folder: Path, order: dict[str, Any]) -> Any:
    cloud = KeptCloud()
    cloud.folder, cloud.hold = folder / "cloud", order.get("hold", False)
    stack = Deployer(folder=folder, providers={"test": cloud}, stack=order["stack"])

    def program() -> None:
        for number in range(order["items"]):
            Item(f"{order['stack']}{number}", value=number)

    try:
        summary = stack(program, {}, succeeds=False).summary
    except StackLocked as error:
        return {"locked": str(error)}
    return {"errors": summary.errors, "warnings": summary.warnings}


def take_lock(folder: Path, order: dict[str, Any]) -> Any:
    wait_for(folder / "go")
    try:
        with lock.hold(folder / "locks", "dev", print):
            begun = time.monotonic_ns()
            time.sleep(0.02)
            return {"held": [begun, time.monotonic_ns()]}
    except StackLocked as error:
        return {"locked": str(error)}


def read(folder: Path, order: dict[str, Any]) -> Any:
    backend = Deployer(folder=folder, providers={}).backend
    counts = []
    (folder / "reading").touch()
    while not (folder / "stop").exists():
        snapshot = state.load(backend, "strata", order["stack"], lambda _salt: crypter()).snapshot
        counts.append(sum(resource.type == "test:index:Item" for resource in snapshot.resources))
    return {"counts": counts}


def main() -> None:
    """Do as told, line by line."""
    folder = Path(sys.argv[1])
    for line in sys.stdin:
        order = json.loads(line)
        if "wait" in order:
            _, status = os.waitpid(order["wait"], 0)
            told = folder / f"{order['wait']}.json"
            answer = json.loads(told.read_text()) if told.exists() else {}
            answer["status"] = os.waitstatus_to_exitcode(status)
        else:
            child = os.fork()
            if child == 0:
                signal.alarm(TIMEOUT_S)
                try:
                    done = {"up": up, "lock": take_lock, "read": read}[order["do"]](folder, order)
                except EngineError as error:
                    done = {"failed": str(error)}
                (folder / f"{os.getpid()}.json").write_text(json.dumps(done))
                os._exit(0)
            answer = {"pid": child}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
