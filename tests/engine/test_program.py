"""The user's program runs as under the official language host, and leaves nothing behind in the process."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pulumi
import pytest

from engine import Operation
from engine.program import _patient_collector
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Item, two_items
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_program_sees_project_stack_and_configuration(stack: Deployer) -> None:
    seen: dict[str, Any] = {}

    def program() -> None:
        seen.update(
            project=pulumi.get_project(),
            stack=pulumi.get_stack(),
            organization=pulumi.get_organization(),
            dry=pulumi.runtime.is_dry_run(),
            size=pulumi.Config().require_int("size"),
            nested=pulumi.Config().require_object("nested"),
        )

    stack(program, {"strata:size": 3, "strata:nested": {"a": [1]}}, operation=Operation.PREVIEW)
    assert seen == {
        "project": "strata",
        "stack": "test",
        "organization": "organization",
        "dry": True,
        "size": 3,
        "nested": {"a": [1]},
    }


def test_program_that_raises_gives_place_and_message_and_deletes_nothing(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    (stack.folder / "__main__.py").write_text("import pulumi\n\n\ndef f():\n    return {}['region']\n\n\nf()\n")
    result = stack(None, succeeds=False)
    assert result.summary.errors == ["the program failed at __main__.py:8 → __main__.py:5: KeyError: 'region'"]
    assert cloud.names() == {"first", "second"}


def test_run_error_gives_only_its_message(stack: Deployer) -> None:
    def program() -> None:
        raise pulumi.RunError("stacks/Pulumi.test.yaml: strata:queues.days: at most 14, got 70")

    result = stack(program, succeeds=False)
    assert result.summary.errors == ["stacks/Pulumi.test.yaml: strata:queues.days: at most 14, got 70"]


def test_error_inside_an_apply_fails_the_operation(stack: Deployer) -> None:
    def program() -> None:
        Item("first").number.apply(lambda number: [][number])

    result = stack(program, succeeds=False)
    assert result.summary.errors == ["the program failed: IndexError: list index out of range"]


def test_nothing_of_a_run_is_left_in_the_process(stack: Deployer, cloud: Cloud) -> None:
    """Threads, event loop, working directory, module path and the SDK's settings are as before, also after failures."""
    (stack.folder / "beside.py").write_text("VALUE = 'a'\n")
    (stack.folder / "__main__.py").write_text(
        "import beside\nimport pulumi\n\npulumi.CustomResource('test:index:Item', 'one', {'value': beside.VALUE})\n"
    )
    before = (Path.cwd(), list(sys.path), pulumi.get_project(), pulumi.get_stack())
    threads = set(threading.enumerate())
    stack(None)
    cloud.failures = failing(("update", "one"))
    (stack.folder / "beside.py").write_text("VALUE = 'changed'\n")
    stack(None, succeeds=False)
    after = (Path.cwd(), list(sys.path), pulumi.get_project(), pulumi.get_stack())
    assert after == before
    assert set(threading.enumerate()) - threads == set()
    assert "beside" not in sys.modules
    assert cloud.called("update") == [("update", "one")]


@pytest.mark.parametrize(
    ("feature", "named"),
    [("resource hooks", "resource hooks are"), ("transforms", "transforms are")],
)
def test_what_the_sdk_refuses_is_said_without_blaming_a_cli(stack: Deployer, feature: str, named: str) -> None:
    def program() -> None:
        raise Exception(f"The Pulumi CLI does not support {feature}. Please update the Pulumi CLI.")  # noqa: TRY002

    result = stack(program, succeeds=False)
    assert result.summary.errors == [f"{named} not supported by the embedded engine; use the official Pulumi CLI"]


def test_program_that_exits_fails_the_operation(stack: Deployer) -> None:
    result = stack(lambda: sys.exit(3), succeeds=False)
    assert result.summary.errors == ["the program failed: SystemExit: 3"]


def test_error_without_a_message_names_its_kind(stack: Deployer) -> None:
    def program() -> None:
        raise StopIteration

    (error,) = stack(program, succeeds=False).summary.errors
    assert "StopIteration" in error


def test_main_that_does_not_compile_gives_the_place(stack: Deployer) -> None:
    (stack.folder / "__main__.py").write_text("import pulumi\n\ndef f(:\n")
    (error,) = stack(None, succeeds=False).summary.errors
    assert "SyntaxError" in error
    assert "__main__.py, line 3" in error


def test_coroutines_of_the_program_run_to_their_end(stack: Deployer, cloud: Cloud) -> None:
    async def later() -> str:
        await asyncio.sleep(0)
        return "b"

    def program() -> None:
        Item("first", value=pulumi.Output.from_input(later()))

    stack(program)
    assert cloud.resources == {"first-1": {"value": "b"}}


def test_resource_declared_inside_an_apply_is_there_when_the_operation_ends(stack: Deployer, cloud: Cloud) -> None:
    def program() -> None:
        Item("first").number.apply(lambda number: Item(f"made{number}"))

    assert stack(program).names("test:index:Item") == {"first", "made1"}
    assert stack(program).summary.changes == {"same": 3}


def test_programs_of_two_stacks_run_beside_each_other(tmp_path: Path, cloud: Cloud) -> None:
    """Each sees its own stack and configuration, in its own thread."""
    together = threading.Barrier(2)
    seen: dict[str, tuple[str, str]] = {}

    def run(name: str) -> None:
        folder = tmp_path / name
        folder.mkdir()

        def program() -> None:
            together.wait(10)
            seen[name] = (pulumi.get_stack(), pulumi.Config("strata").require("size"))
            Item("item", value=name)

        Deployer(folder=folder, providers={"test": cloud}, stack=name)(program, {"strata:size": name})

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(run, ["one", "two"]))
    assert seen == {"one": ("one", "one"), "two": ("two", "two")}


def test_garbage_collector_is_as_before_once_the_last_program_has_ended(stack: Deployer) -> None:
    """In whatever order they end."""
    before = gc.get_threshold()
    first, second = _patient_collector(), _patient_collector()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold() != before
    second.__exit__(None, None, None)
    assert gc.get_threshold() == before

    inside: list[Any] = []
    stack(lambda: inside.append(gc.get_threshold()))
    assert inside[0] != before
    assert gc.get_threshold() == before
