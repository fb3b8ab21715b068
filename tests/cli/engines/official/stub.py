"""Stands in for the Pulumi CLI: answers as it was told to, sends events as the official engine does, heeds Ctrl-C.

Run as a program, it is the CLI; `Stub` puts it on PATH. Its answers lie in a file beside it:

    {"whoami": {"out": "{…}"}, "up": {"events": […], "code": 1, "err": "error: update failed"}}

The longest key that the arguments begin with decides. `waits` counts the interrupts that it takes to end it.
"""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

GIVE_UP_S = 60
WELL = {
    "version": {"out": "v3.272.0"},
    "whoami": {"out": '{"user": "me", "url": "s3://states"}'},
    "stack ls": {"out": '[{"name": "dev", "current": true}, {"name": "prod", "current": false}]'},
    "stack output": {"out": "{}"},
    "stack export": {"out": '{"version": 3, "deployment": {}}'},
    "stack history": {
        "out": json.dumps(
            [
                {
                    "kind": "update",
                    "startTime": "2026-01-02T03:04:05.000Z",
                    "message": "",
                    "environment": {},
                    "config": {},
                    "result": "succeeded",
                }
            ]
        )
    },
}
"""What it answers where nothing is missing."""


class Stub:
    """The stand-in in a folder, for PATH.

    Attributes:
        folder: belongs on PATH.
    """

    def __init__(self, folder: Path, **answers: dict[str, Any]) -> None:
        """Args:
        folder: an empty folder.
        answers: in place of those of `WELL`; a blank in a key is written as `_`.
        """
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        from importlib.metadata import version

        plugins = [{"name": name, "kind": "resource", "version": version(f"pulumi-{name}")} for name in PLUGINS]
        self.answers: dict[str, Any] = {**WELL, "plugin ls": {"out": json.dumps(plugins)}}
        self.answer(**answers)
        program = folder / "pulumi"
        program.write_text(f'#!/bin/sh\nexec {sys.executable} {Path(__file__).resolve()} {folder} "$@"\n')
        program.chmod(0o755)

    def answer(self, **answers: dict[str, Any]) -> None:
        """Answer something else from now on."""
        self.answers |= {name.replace("_", " "): answer for name, answer in answers.items()}
        (self.folder / "answers.json").write_text(json.dumps(self.answers))

    @property
    def calls(self) -> list[str]:
        """What it was run with so far."""
        log = self.folder / "calls.log"
        return log.read_text().splitlines() if log.exists() else []

    @property
    def interrupts(self) -> int:
        """How often it was interrupted."""
        log = self.folder / "interrupts.log"
        return len(log.read_text().splitlines()) if log.exists() else 0


PLUGINS = ("aws", "kubernetes")


def main(folder: Path, arguments: list[str]) -> int:
    """Answer; the exit status."""
    given = " ".join(argument for argument in arguments if argument != "--non-interactive")
    with (folder / "calls.log").open("a") as log:
        log.write(f"{given}\n")
    answers = json.loads((folder / "answers.json").read_text())
    key = max((key for key in answers if given.startswith(key)), key=len, default=None)
    answer = answers[key] if key else {"code": 1, "err": f"error: unknown command {given!r}"}
    if "events" in answer:
        _send(answer["events"], arguments[arguments.index("--event-log") + 1].removeprefix("tcp://"))
    if "waits" in answer:
        _wait(folder, answer["waits"])
    sys.stdout.write(answer.get("out", ""))
    sys.stderr.write(answer.get("err", ""))
    return int(answer.get("code", 0))


def _send(events: list[dict[str, Any]], address: str) -> None:
    import grpc
    from pulumi.runtime.proto import events_pb2, events_pb2_grpc

    requests = [
        events_pb2.EventRequest(event=json.dumps({"sequence": number, "timestamp": 0, **event}))
        for number, event in enumerate(events)
    ]
    with grpc.insecure_channel(address) as channel:
        events_pb2_grpc.EventsStub(channel).StreamEvents(iter(requests))


def _wait(folder: Path, interrupts: int) -> None:
    heard: list[int] = []

    def hear(number: int, _frame: object) -> None:
        heard.append(number)
        with (folder / "interrupts.log").open("a") as log:
            log.write(f"{number}\n")

    signal.signal(signal.SIGINT, hear)
    (folder / "waiting").touch()
    give_up = time.monotonic() + GIVE_UP_S
    while len(heard) < interrupts and time.monotonic() < give_up:
        time.sleep(0.02)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
