"""Synthetic resources under the SDK's own mocks and under the embedded engine, side by side.

    python -m benchmarks.synthetic [--kinds queues components] [--counts 100 1000 10000] [--repeat 3]

Every measurement is a fresh process. Time is that of the program's run, after imports; memory is the process's peak.
Queues each read their predecessor's ARN: a chain of a hundred, then the next chain. `up` creates them in a provider
that does nothing but check: what is measured is the engine, not moto. Components have no provider at all: what is left
is the SDK, the engine's protocol and the keeping of the state. Where the official CLI is on PATH, it carries out the
same program of components with its file backend, which rewrites the whole state after each step: up to a thousand.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import HEADING, measure, measure_module, row, tell
from benchmarks.mocks import run_under_mocks

MODES = ("mocks", "preview", "up", "up again")
OFFICIAL = "official up"
OFFICIAL_MAX = 1000
"""Resources; its time grows with their square."""
CHAIN = 100
Program = Callable[[], None]


def queues(count: int) -> Program:
    """A program of so many queues."""

    def declare() -> None:
        import pulumi
        import pulumi_aws as aws

        previous: aws.sqs.Queue | None = None
        for number in range(count):
            policy: pulumi.Output[str] | None = None
            if previous is not None and number % CHAIN:
                policy = previous.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3}))
            previous = aws.sqs.Queue(
                f"queue-{number}",
                message_retention_seconds=345600,
                redrive_policy=policy,
                tags={"team": "vision", "number": str(number)},
            )

    return declare


def components(count: int) -> Program:
    """A program of so many components without children."""

    def declare() -> None:
        import pulumi

        for number in range(count):
            pulumi.ComponentResource("synthetic:index:Part", f"part-{number}")

    return declare


KINDS = {"queues": queues, "components": components}


def under_engine(program: Program, count: int, mode: str, folder: Path) -> Callable[[], int]:
    """An operation of the embedded engine, its start and its state included."""
    from benchmarks.provider import CheckingProvider
    from engine import FileBackend, Operation, Project, Stack, run

    (folder / "Pulumi.yaml").write_text("name: synthetic\nruntime: python\n")
    (folder / "Pulumi.bench.yaml").write_text("config:\n  aws:region: us-east-1\n")
    stack = Stack(Project.load(folder), "bench", FileBackend(folder / "state"), passphrase="benchmark")

    def once(operation: Operation) -> int:
        summary = run(operation, stack, providers={"aws": CheckingProvider}, program=program)
        if not summary.succeeded:
            raise SystemExit("\n".join(summary.errors))
        return count

    if mode == "up again":
        once(Operation.UP)
    return lambda: once(Operation.PREVIEW if mode == "preview" else Operation.UP)


def under_official_engine(count: int, folder: Path) -> Callable[[], int]:
    """`pulumi up` of components with a file backend; the whole process, without its plan."""
    root, this = (
        Path(__file__).resolve().parents[1],
        f"from benchmarks.synthetic import components\n\ncomponents({count})()\n",
    )
    (folder / "Pulumi.yaml").write_text("name: synthetic\nruntime: python\n")
    (folder / "__main__.py").write_text(this)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PULUMI_BACKEND_URL": f"file://{folder}",
        "PULUMI_CONFIG_PASSPHRASE": "benchmark",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PYTHONPATH": str(root),
    }

    def pulumi(*arguments: str) -> int:
        command = ["pulumi", *arguments, "--non-interactive"]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        return count

    pulumi("stack", "init", "bench")
    return lambda: pulumi("up", "--yes", "--skip-preview", "--suppress-progress")


def child(kind: str, count: int, mode: str) -> None:
    """Measure here and tell."""
    import pulumi_aws as aws

    assert aws.sqs.Queue  # imported before the clock starts: the SDK loads its modules lazily
    program = KINDS[kind](count)
    if mode == "mocks":
        tell(measure(lambda: run_under_mocks(program)))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        official = mode == OFFICIAL
        tell(measure(under_official_engine(count, folder) if official else under_engine(program, count, mode, folder)))


def report(kinds: list[str], counts: list[int], repeat: int) -> None:
    """Print the table."""
    print(HEADING)
    for kind in kinds:
        for count in counts:
            compared = kind == "components" and count <= OFFICIAL_MAX and shutil.which("pulumi") is not None
            runs = {}
            for mode in (*MODES, OFFICIAL) if compared else MODES:
                command = ("benchmarks.synthetic", "--child", mode, "--kinds", kind, "--counts", str(count))
                runs[mode] = [measure_module(*command) for _ in range(repeat)]
                print(row(f"{kind}: {mode}", runs[mode], runs["mocks"]), flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 10_000])
    parser.add_argument("--kinds", choices=KINDS, nargs="+", default=list(KINDS))
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", choices=(*MODES, OFFICIAL), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.kinds[0], arguments.counts[0], arguments.child)
    else:
        report(arguments.kinds, arguments.counts, arguments.repeat)


if __name__ == "__main__":
    main()
