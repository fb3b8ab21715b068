"""`strata plan --all`, the whole command, beside the SDK's own floor: the same programs under its mocks.

    python -m benchmarks.plan [--repeat 5]

The floor is a bare process for each stack, all at once, that does nothing but import the SDK and the components and run
the program under the mocks: no provider checks anything, no rule and no price is asked. The sandbox is a new one,
and no server runs. Runs take turns, so that whatever else the machine does falls on each alike; the first round, which
writes compiled modules, is not counted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.measuring import HEADING, TIMEOUT_S, Measurement, measure_command, row
from benchmarks.stacks import ROOT, under_mocks


def floor(names: list[str], environment: Mapping[str, str]) -> Measurement:
    """Every stack's program under the mocks, a process each, at once."""
    began, before = time.perf_counter(), os.times()
    commands = [[sys.executable, "-m", "benchmarks.plan", "--child", name] for name in names]
    processes = [subprocess.Popen(one, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) for one in commands]
    if [process for process in processes if process.wait(TIMEOUT_S)]:
        raise SystemExit(f"the programs failed: {', '.join(names)}")
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Measurement(time.perf_counter() - began, cpu, 0)


def report(names: list[str], repeat: int) -> None:
    """Print the table."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    strata = str(Path(sys.executable).with_name("strata"))
    measured: dict[str, Callable[[], Measurement]] = {
        "mocks, a process each": lambda: floor(names, environment),
        f"mocks, {names[0]} alone": lambda: floor(names[:1], environment),
        "strata plan --all": lambda: measure_command([strata, "plan", "--all"], environment),
        f"strata plan {names[0]}": lambda: measure_command([strata, "plan", names[0]], environment),
    }
    runs: dict[str, list[Measurement]] = {what: [] for what in measured}
    for number in range(repeat + 1):
        for what, measure in measured.items():
            with tempfile.TemporaryDirectory() as home:
                environment["STRATA_HOME"] = home
                run = measure()
            if number:
                runs[what].append(run)
    print(HEADING)
    all_, one, *plans = runs
    for what, beside in ((all_, all_), (plans[0], all_), (one, one), (plans[1], one)):
        print(row(what, runs[what], runs[beside]), flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        with tempfile.TemporaryDirectory() as home:
            under_mocks(arguments.child, Path(home))
        return
    report(sorted(path.suffixes[0][1:] for path in (ROOT / "stacks").glob("Pulumi.*.yaml")), arguments.repeat)


if __name__ == "__main__":
    main()
