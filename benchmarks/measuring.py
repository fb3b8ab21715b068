"""Measurements, each in a process of its own, and the table that shows them side by side."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

TIMEOUT_S = 900
MEBIBYTES_PER_UNIT = 1 / 2**20 if sys.platform == "darwin" else 1 / 2**10
"""getrusage(2): `ru_maxrss` is in bytes on macOS, in kibibytes on Linux."""


@dataclass(frozen=True)
class Measurement:
    """What one run cost.

    Attributes:
        seconds: on the wall.
        cpu_seconds: of the processor, in all threads; other work on the machine does not count.
        mebibytes: the most memory that the process ever held.
        resources: how many resources it was about; 0 if about none.
    """

    seconds: float
    cpu_seconds: float
    mebibytes: float
    resources: int = 0


def measure(work: Callable[[], int]) -> Measurement:
    """Measure work in this process; it returns how many resources it was about."""
    began, cpu_began = time.perf_counter(), time.process_time()
    resources = work()
    seconds, cpu_seconds = time.perf_counter() - began, time.process_time() - cpu_began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * MEBIBYTES_PER_UNIT
    return Measurement(seconds, cpu_seconds, peak, resources)


def tell(measurement: Measurement) -> None:
    """Hand a measurement to the process that waits for it in `measure_module`."""
    print(json.dumps(asdict(measurement)))


def measure_module(module: str, *arguments: str) -> Measurement:
    """What `python -m module …` tells of itself.

    Raises:
        SystemExit: it failed; with the end of what it printed.
    """
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}{done.stdout[-1000:]}")
    return Measurement(**json.loads(done.stdout.splitlines()[-1]))


def measure_command(command: Sequence[str], environment: Mapping[str, str]) -> Measurement:
    """The cost of a whole process, from its start to its end. The system counts the memory of a process from before it
    becomes the command: less than this process holds is never told.

    Raises:
        SystemExit: it failed; with the end of what it printed.
    """
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)} failed:\n{output.read()[-4000:]}")
    return Measurement(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * MEBIBYTES_PER_UNIT)


HEADING = (
    f"{'what':<28}{'resources':>10}{'median s':>10}{'min-max s':>15}{'cpu s':>8}{'ms each':>9}{'x mocks':>9}"
    f"{'peak MiB':>10}"
)


def row(what: str, runs: Sequence[Measurement], floor: Sequence[Measurement] = ()) -> str:
    """A line of the table: medians and the spread, beside the medians of the floor if there is one."""
    seconds = [run.seconds for run in runs]
    median, count = statistics.median(seconds), runs[0].resources
    spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
    cpu = statistics.median(run.cpu_seconds for run in runs)
    memory = statistics.median(run.mebibytes for run in runs)
    each = f"{1000 * median / count:.2f}" if count else "-"
    ratio = f"{median / statistics.median(run.seconds for run in floor):.2f}" if floor else "-"
    return (
        f"{what:<28}{count or '-':>10}{median:>10.2f}{spread:>15}{cpu:>8.2f}{each:>9}{ratio:>9}{memory:>10.0f}".rstrip()
    )
