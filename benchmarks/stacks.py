"""The platform itself: dev, staging and prod under the SDK's own mocks and in the sandbox, side by side.

    python -m benchmarks.stacks [--stacks dev staging prod] [--repeat 3]

Every measurement is a fresh process with a fresh sandbox. The clock starts when everything is imported (components,
provider SDKs, engine, boto3; whole commands, further down, pay for that too) and the sandbox's AWS server has loaded
its services; it includes reading the stack file, the program, and keeping the state. The server is a process of its
own: its work costs time, but not memory here. Under the mocks the same program must register the same resources, or
the benchmark ends.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import runpy
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import HEADING, Measurement, measure, measure_command, measure_module, row, tell
from benchmarks.mocks import run_under_mocks

ROOT = Path(__file__).resolve().parent.parent
MODES = ("mocks", "preview", "up", "up again")
HELP_REPEAT = 20
"""Starting is quick to measure and easily disturbed."""


def under_mocks(name: str, home: Path) -> int:
    """The program with the stack's configuration under `pulumi.runtime.set_mocks`."""
    import pulumi

    from engine import FileBackend, Project, Stack

    stack = Stack(Project.load(ROOT), name, FileBackend(home), passphrase="benchmark")
    pulumi.runtime.set_all_config(stack.config, list(stack.secret_keys))

    def program() -> None:
        runpy.run_path(str(stack.project.main), run_name="__main__")

    return run_under_mocks(program, stack.project.name, name)


def in_sandbox(name: str, mode: str, home: Path) -> Callable[[], int]:
    """An operation of the embedded engine in a running sandbox."""
    import boto3

    from cli.workspace import Workspace
    from engine import Operation, run

    workspace = Workspace(ROOT, home)
    workspace.sandbox.start()
    wake(workspace.sandbox.endpoint)
    assert boto3.client  # the providers import it when they are configured
    assert set(workspace.sandbox.providers()) == {"aws", "kubernetes"}

    def once(operation: Operation) -> int:
        summary = run(operation, workspace.stack(name), providers=workspace.sandbox.providers())
        if not summary.succeeded:
            raise SystemExit("\n".join(summary.errors))
        return sum(summary.changes.values()) - 1  # the stack itself, which mocks do not count

    if mode == "up again":
        once(Operation.UP)
    return lambda: once(Operation.PREVIEW if mode == "preview" else Operation.UP)


def wake(endpoint: str) -> None:
    """Wait until the server has loaded the services that it loads ahead, as every command but the first finds it."""
    from sandbox.aws.server import WARMED_UP

    local = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for service in WARMED_UP:
        scope = f"AWS4-HMAC-SHA256 Credential=sandbox/20260101/us-east-1/{service}/aws4_request"
        request = urllib.request.Request(endpoint, b"Action=None", {"Authorization": scope})
        with contextlib.suppress(urllib.error.HTTPError):  # it refuses the request, once it has loaded who does
            local.open(request, timeout=60).close()


def child(name: str, mode: str) -> None:
    """Measure here and tell."""
    for module in sorted((ROOT / "components").glob("*.py")):
        importlib.import_module(f"components.{module.stem}")
    os.environ["PULUMI_CONFIG_PASSPHRASE"] = "benchmark"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "sandbox"
        if mode == "mocks":
            tell(measure(lambda: under_mocks(name, home)))
            return
        from sandbox.environment import Sandbox

        try:
            tell(measure(in_sandbox(name, mode, home)))
        finally:
            Sandbox(home).stop()


def report(stacks: list[str], repeat: int) -> None:
    """Print the table."""
    print(HEADING)
    for name in stacks:
        runs: dict[str, list[Measurement]] = {mode: [] for mode in MODES}
        for _ in range(repeat):  # in turn, so that whatever else the machine does falls on every mode
            for mode in MODES:
                runs[mode].append(measure_module("benchmarks.stacks", "--child", mode, "--stacks", name))
        require_same_resources(name, runs["mocks"][0].resources, runs["preview"][0].resources)
        for mode in MODES:
            print(row(f"{name}: {mode}", runs[mode], runs["mocks"]), flush=True)
    report_commands(repeat)


def report_commands(repeat: int) -> None:
    """Whole commands, from the process's start to its end; `up` starts the sandbox's server and plans first."""
    strata = str(Path(sys.executable).with_name("strata"))
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PULUMI_"))}
    bare = [measure_command([sys.executable, "-c", "pass"], environment) for _ in range(HELP_REPEAT)]
    print(row("python -c pass", bare))
    print(row("strata --help", [measure_command([strata, "--help"], environment) for _ in range(HELP_REPEAT)]))
    commands = (["up", "dev", "--sandbox", "--yes"], ["preview", "dev", "--sandbox"])
    runs: dict[str, list[Measurement]] = {}
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            own = environment | {"STRATA_HOME": folder}
            try:
                for command in commands:
                    shown = " ".join(["strata", *command[:3]])
                    runs.setdefault(shown, []).append(measure_command([strata, *command], own))
            finally:
                measure_command([strata, "sandbox", "reset", "--yes"], own)
    for shown, measured in runs.items():
        print(row(shown, measured))


def require_same_resources(name: str, mocks: int, preview: int) -> None:
    if mocks != preview:
        raise SystemExit(f"{name}: {mocks} resources under the mocks, {preview} in the preview: not the same program")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stacks", nargs="+", default=["dev", "staging", "prod"])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", choices=MODES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.stacks[0], arguments.child)
    else:
        report(arguments.stacks, arguments.repeat)


if __name__ == "__main__":
    main()
