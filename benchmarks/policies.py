"""Every rule on a thousand mixed resources and more: those of the platform itself, over and over.

    python -m benchmarks.policies [--counts 1000 10000] [--repeat 3]

The resources are those of a preview of prod, copied under other names as often as it takes, each copy bound to its own:
as in an account, no two of a kind are called the same.
Every measurement is a fresh process; the clock starts when the rules are loaded and the resources are made. What a
preview of prod takes, in the same processes, stands beside it.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import HEADING, measure, measure_module, row, tell
from benchmarks.stacks import ROOT, in_sandbox

if TYPE_CHECKING:
    from policies.resource import Resource

STACK = "prod"


def copies(resources: Sequence[Resource], count: int) -> list[Resource]:
    """So many resources: the given ones again and again, with URNs and names of their own that refer to each other."""
    names = {name for one in resources for name in one.identifiers()}
    made = []
    for number in range(count):
        turn, index = divmod(number, len(resources))
        made.append(_copy(resources[index], names, turn))
    return made


def _copy(resource: Resource, names: Set[str], turn: int) -> Resource:
    def renamed(urn: str) -> str:
        return urn.replace("urn:pulumi:", f"urn:pulumi:{turn}-", 1)

    def called(value: Any) -> Any:
        if isinstance(value, str):
            return f"{value}-{turn}" if value in names else value
        if isinstance(value, Mapping):
            return {key: called(one) for key, one in value.items()}
        return [called(one) for one in value] if isinstance(value, list) else value

    depended = resource.property_dependencies or {}
    return replace(
        resource,
        urn=renamed(resource.urn),
        properties=called(resource.properties),
        outputs=called(resource.outputs),
        parent=renamed(resource.parent),
        dependencies=tuple(map(renamed, resource.dependencies)),
        property_dependencies={name: tuple(map(renamed, urns)) for name, urns in depended.items()},
        provider=renamed(resource.provider),
    )


def child(count: int) -> None:
    """Measure here and tell; a count of 0 measures the preview."""
    from cli.policy.planned import stack_of
    from cli.workspace import Workspace
    from engine import Operation, run
    from policies.catalogue import all_rules
    from policies.evaluator import evaluate
    from policies.stack import Stack

    os.environ["PULUMI_CONFIG_PASSPHRASE"] = "benchmark"
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(ROOT, Path(folder) / "sandbox")
        try:
            preview = in_sandbox(STACK, "preview", workspace.home)
            summary = run(Operation.PREVIEW, workspace.stack(STACK), providers=workspace.sandbox.providers())
            if not count:
                tell(measure(preview))
                return
            resources, rules = copies(stack_of(summary.resources).resources, count), all_rules()
            assert rules

            def check() -> int:
                evaluate(Stack(resources), rules)
                return count

            tell(measure(check))
        finally:
            workspace.sandbox.stop()


def report(counts: Sequence[int], repeat: int) -> None:
    """Print the table."""
    print(HEADING)
    previews = [measure_module("benchmarks.policies", "--child", "0") for _ in range(repeat)]
    print(row(f"preview of {STACK}", previews), flush=True)
    for count in (previews[0].resources, *counts):
        runs = [measure_module("benchmarks.policies", "--child", str(count)) for _ in range(repeat)]
        print(row("every rule", runs), flush=True)


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--counts", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child is not None:
        child(arguments.child)
    else:
        report(arguments.counts, arguments.repeat)


if __name__ == "__main__":
    main()
