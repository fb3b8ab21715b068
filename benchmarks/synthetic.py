"""Synthetic resources under the SDK's own mocks and under the embedded engine, side by side.

    python -m benchmarks.synthetic [--counts 100 1000 5000] [--repeat 3]

Every measurement is a fresh process. Time is that of the program's run, after imports; memory is the process's peak.
The resources are queues, each reading its predecessor's ARN: a chain of a hundred, then the next chain. `up` creates
them in a provider that does nothing but check: what is measured is the engine, not moto.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

MODES = ("mocks", "preview", "up", "up again")
CHAIN = 100


def program(count: int) -> Callable[[], None]:
    """A program of so many queues."""

    def declare() -> None:
        import pulumi_aws as aws

        previous = None
        for number in range(count):
            policy = None
            if previous is not None and number % CHAIN:
                policy = previous.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3}))
            previous = aws.sqs.Queue(
                f"queue-{number}",
                message_retention_seconds=345600,
                redrive_policy=policy,
                tags={"team": "vision", "number": str(number)},
            )

    return declare


def under_mocks(count: int) -> float:
    """Seconds for the program under `pulumi.runtime.set_mocks`."""
    import pulumi

    class Mocks(pulumi.runtime.Mocks):
        def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return f"{args.name}-id", {**args.inputs, "arn": f"arn:aws:sqs:::{args.name}"}

        def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
            return {}, None

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    pulumi.runtime.set_mocks(Mocks(), preview=True)
    declare = program(count)
    started = time.perf_counter()
    loop.run_until_complete(pulumi.runtime.stack.run_pulumi_func(declare))
    return time.perf_counter() - started


def under_engine(count: int, mode: str) -> float:
    """Seconds for an operation of the embedded engine, its start and its state included."""
    from benchmarks.provider import CheckingProvider
    from engine import FileBackend, Operation, Project, Stack, run

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "Pulumi.yaml").write_text("name: synthetic\nruntime: python\n")
        (root / "Pulumi.bench.yaml").write_text("config:\n  aws:region: us-east-1\n")
        stack = Stack(Project.load(root), "bench", FileBackend(root / "state"), passphrase="benchmark")

        def once(operation: Operation) -> float:
            started = time.perf_counter()
            summary = run(operation, stack, providers={"aws": CheckingProvider}, program=program(count))
            if not summary.succeeded:
                raise SystemExit("\n".join(summary.errors))
            return time.perf_counter() - started

        if mode == "preview":
            return once(Operation.PREVIEW)
        first = once(Operation.UP)
        return first if mode == "up" else once(Operation.UP)


def measure(count: int, mode: str) -> dict[str, float]:
    """One measurement in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.synthetic", "--child", mode, "--counts", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=900)
    if done.returncode:
        raise SystemExit(f"{mode} with {count} resources failed:\n{done.stderr[-3000:]}{done.stdout[-1000:]}")
    measured: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return measured


def child(count: int, mode: str) -> None:
    """Measure here and print the figures as JSON."""
    import pulumi_aws as aws

    assert aws.sqs.Queue  # imported before the clock starts: the SDK loads its modules lazily
    seconds = under_mocks(count) if mode == "mocks" else under_engine(count, mode)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "megabytes": peak}))


def report(counts: list[int], repeat: int) -> None:
    """Print the table: medians, the spread, and each figure beside the mocks of the same count."""
    print(
        f"{'resources':>9}  {'mode':<9}{'median s':>9}{'min-max s':>15}{'ms/resource':>13}{'x mocks':>9}{'peak MB':>9}"
    )
    for count in counts:
        floor = 0.0
        for mode in MODES:
            runs = [measure(count, mode) for _ in range(repeat)]
            seconds = [run["seconds"] for run in runs]
            median = statistics.median(seconds)
            floor = median if mode == "mocks" else floor
            spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
            memory = statistics.median(run["megabytes"] for run in runs)
            print(
                f"{count:>9}  {mode:<9}{median:>9.2f}{spread:>15}{1000 * median / count:>13.2f}"
                f"{median / floor:>9.2f}{memory:>9.0f}",
                flush=True,
            )


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[100, 1000, 5000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", choices=MODES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.counts[0], arguments.child)
    else:
        report(arguments.counts, arguments.repeat)


if __name__ == "__main__":
    main()
