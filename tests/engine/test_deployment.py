"""Operations on a stack, from beginning to end."""

from __future__ import annotations

import json
import threading
from typing import Any

import pulumi
import pytest

from engine import Operation
from engine.errors import EngineDefect
from protocol.provider import ProviderError
from protocol.values import UNKNOWN, Secret
from tests.engine.memory_provider import Cloud, failing
from tests.engine.programs import Item, two_items, urn_of
from tests.harness import Deployer


def test_up_then_up_again_then_destroy(stack: Deployer, cloud: Cloud) -> None:
    """A preview changes nothing; up creates; up again changes nothing; destroy leaves nothing."""
    preview = stack(two_items, operation=Operation.PREVIEW)
    assert preview.summary.changes == {"create": 3}
    assert preview.summary.outputs == {"number": UNKNOWN}
    assert cloud.resources == {}
    assert preview.resources == []

    first = stack(two_items)
    assert first.summary.changes == {"create": 3}
    assert first.summary.outputs == {"number": 1}
    assert cloud.resources == {"first-1": {"value": "a"}, "second-2": {"value": 1}}

    second = stack(two_items)
    assert second.summary.changes == {"same": 3}
    assert not second.summary.changed
    assert len(cloud.called("create", "update", "delete")) == 2

    destroyed = stack(None, operation=Operation.DESTROY)
    assert destroyed.summary.changes == {"delete": 3}
    assert destroyed.resources == []
    assert cloud.resources == {}
    assert cloud.called("delete") == [("delete", "second"), ("delete", "first")]


def test_preview_of_a_destroy_changes_nothing(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    planned = stack(None, operation=Operation.DESTROY, dry_run=True)
    assert planned.summary.changes == {"delete": 3}
    assert cloud.names() == {"first", "second"}
    assert len(planned.resources) == 4


def test_what_the_program_no_longer_declares_is_deleted(stack: Deployer, cloud: Cloud) -> None:
    stack(two_items)
    after = stack(lambda: Item("first", value="a"))
    assert after.summary.changes == {"same": 2, "delete": 1}
    assert cloud.names() == {"first"}


@pytest.mark.parametrize("operation", [Operation.UP, Operation.DESTROY])
def test_cancel_stops_what_has_not_begun(stack: Deployer, cloud: Cloud, operation: Operation) -> None:
    stack(two_items)
    cancel = threading.Event()
    cancel.set()
    result = stack(lambda: Item("third"), operation=operation, cancel=cancel, succeeds=False)
    assert result.summary.errors == [
        "interrupted: what was under way was finished and recorded; nothing new was started"
    ]
    assert cloud.names() == {"first", "second"}


def test_interrupt_lets_work_in_flight_finish(stack: Deployer, cloud: Cloud) -> None:
    cancel = threading.Event()

    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("create", "first"):
            cancel.set()

    cloud.failures = failures
    result = stack(two_items, cancel=cancel, succeeds=False)
    assert result.names("test:index:Item") == {"first"}
    assert not stack.pending()
    assert cloud.names() == {"first"}


def test_secrets_are_shown_nowhere(stack: Deployer, cloud: Cloud) -> None:
    """Not in the state, not in events, not in what goes wrong; outputs wrap them."""

    def program() -> None:
        config = pulumi.Config("strata")
        item = Item("first", value=config.require_secret("token"))
        pulumi.export("token", item.value)

    config = {"strata:token": {"secure": stack.encrypted("hunter2-and-more")}}
    result = stack(program, config)
    assert result.summary.outputs == {"token": Secret("hunter2-and-more")}
    assert result.of("test:index:Item", "first").outputs["value"] == Secret("hunter2-and-more")
    assert result.inputs("test:index:Item", "first") == {"value": Secret("hunter2-and-more")}
    assert cloud.resources == {"first-1": {"value": "hunter2-and-more"}}
    shown = "".join(str(event.json()) for event in result.events)
    files = b"".join(path.read_bytes() for path in stack.folder.rglob("*") if path.is_file())
    assert "hunter2" not in shown + repr(result)
    assert b"hunter2" not in files

    cloud.failures = failing(("update", "first"), error=ProviderError("hunter2-and-more is too short"))

    def changed() -> None:
        Item("first", value=pulumi.Config("strata").require_secret("token"), more=1)

    failed = stack(changed, succeeds=False)
    assert failed.summary.errors == [f"{urn_of('first')}: update failed: [secret] is too short"]


def test_outputs_that_a_failed_run_never_came_to_are_kept(stack: Deployer, cloud: Cloud) -> None:
    """Other stacks may read them; a run that succeeds forgets what is no longer given out."""

    def program(*, fails: bool) -> Any:
        def declare() -> None:
            pulumi.export("first", 2)
            if fails:
                raise pulumi.RunError("enough")

        return declare

    def before() -> None:
        pulumi.export("first", 1)
        pulumi.export("second", 1)

    stack(before)
    failed = stack(program(fails=True), succeeds=False)
    assert failed.summary.outputs == {"first": 2, "second": 1}
    assert stack(program(fails=False)).summary.outputs == {"first": 2}


@pytest.mark.parametrize(("error", "raised"), [(KeyboardInterrupt, KeyboardInterrupt), (LookupError, EngineDefect)])
def test_operation_that_was_broken_off_enters_the_history_as_failed(
    stack: Deployer,
    cloud: Cloud,
    monkeypatch: pytest.MonkeyPatch,
    error: type[BaseException],
    raised: type[BaseException],
) -> None:
    """Also when nothing has been reported: an interrupt, or a bug of the engine."""

    def broken(*_: object, **__: object) -> None:
        raise error

    stack(two_items)
    monkeypatch.setattr("engine.deployment.delete_all_but", broken)
    with pytest.raises(raised):
        stack(two_items)
    entries = [json.loads(path.read_bytes()) for path in (stack.folder / "state").rglob("*.history.json")]
    assert sorted((entry["kind"], entry["result"]) for entry in entries) == [
        ("update", "failed"),
        ("update", "succeeded"),
    ]


def test_nothing_is_deleted_when_the_program_logs_an_error(stack: Deployer, cloud: Cloud) -> None:
    """What it did not declare may be missing because of the error."""
    stack(two_items)
    failed = stack(lambda: pulumi.log.error("no"), succeeds=False)
    assert cloud.names() == {"first", "second"}
    assert failed.names("test:index:Item") == {"first", "second"}
