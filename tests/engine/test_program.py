"""The user's program runs as under the official language host, and leaves nothing behind in the process."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import Any

import pulumi

from engine import Operation
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
    before = (Path.cwd(), list(sys.path), threading.active_count(), pulumi.get_project(), pulumi.get_stack())
    stack(None)
    cloud.failures = failing(("update", "one"))
    (stack.folder / "beside.py").write_text("VALUE = 'changed'\n")
    stack(None, succeeds=False)
    after = (Path.cwd(), list(sys.path), threading.active_count(), pulumi.get_project(), pulumi.get_stack())
    assert after == before
    assert "beside" not in sys.modules
    assert cloud.called("update") == [("update", "one")]
