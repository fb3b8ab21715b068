"""Synthetic resources under the SDK's own mocks and under the embedded engine, side by side.

    python -m benchmarks.synthetic [--counts 100 1000 5000] [--repeat 3]

Every measurement is a fresh process. Time is that of the program's run, after imports; memory is the process's peak.
The resources are queues, each reading its predecessor's ARN: a chain of a hundred, then the next chain. `up` creates
them in a provider that does nothing but check: what is measured is the engine, not moto.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import HEADING, measure, measure_module, row, tell
from benchmarks.mocks import run_under_mocks

MODES = ("mocks", "preview", "up", "up again")
CHAIN = 100


def program(count: int) -> Callable[[], None]:
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


def under_engine(count: int, mode: str, folder: Path) -> Callable[[], int]:
    """An operation of the embedded engine, its start and its state included."""
    from benchmarks.provider import CheckingProvider
    from engine import FileBackend, Operation, Project, Stack, run

    (folder / "Pulumi.yaml").write_text("name: synthetic\nruntime: python\n")
    (folder / "Pulumi.bench.yaml").write_text("config:\n  aws:region: us-east-1\n")
    stack = Stack(Project.load(folder), "bench", FileBackend(folder / "state"), passphrase="benchmark")

    def once(operation: Operation) -> int:
        summary = run(operation, stack, providers={"aws": CheckingProvider}, program=program(count))
        if not summary.succeeded:
            raise SystemExit("\n".join(summary.errors))
        return count

    if mode == "up again":
        once(Operation.UP)
    return lambda: once(Operation.PREVIEW if mode == "preview" else Operation.UP)


def child(count: int, mode: str) -> None:
    """Measure here and tell."""
    import pulumi_aws as aws

    assert aws.sqs.Queue  # imported before the clock starts: the SDK loads its modules lazily
    if mode == "mocks":
        tell(measure(lambda: run_under_mocks(program(count))))
        return
    with tempfile.TemporaryDirectory() as folder:
        tell(measure(under_engine(count, mode, Path(folder))))


def report(counts: list[int], repeat: int) -> None:
    """Print the table."""
    print(HEADING)
    for count in counts:
        runs = {}
        for mode in MODES:
            command = ("benchmarks.synthetic", "--child", mode, "--counts", str(count))
            runs[mode] = [measure_module(*command) for _ in range(repeat)]
            print(row(mode, runs[mode], runs["mocks"]), flush=True)


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
