"""Operations on a stack, from beginning to end."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import pulumi
import pytest

from engine import Operation
from engine.snapshot import PendingKind
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import UNKNOWN, Secret
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Group, Item, Source, options, urn_of
from tests.harness import Deployer


def two_items() -> None:
    first = Item("first", value="a")
    Item("second", value=first.number)
    pulumi.export("number", first.number)


def fail(*which: tuple[str, str], error: Exception | None = None) -> Any:
    """A cloud's `failures`: these verbs on these resources fail."""

    def failures(verb: str, name: str) -> None:
        if (verb, name) in which:
            raise error or ProviderError(f"no {verb} today")

    return failures


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


def test_failed_step_lets_work_in_flight_finish_and_starts_nothing_new(stack: Deployer, cloud: Cloud) -> None:
    """What was created is recorded, the error names the resource and the cause, and `up` goes on from there."""
    slow_began, failed = threading.Event(), threading.Event()

    def failures(verb: str, name: str) -> None:
        if (verb, name) == ("create", "slow"):
            slow_began.set()
            assert failed.wait(10)
        if (verb, name) == ("create", "broken"):
            assert slow_began.wait(10)
            threading.Timer(0.2, failed.set).start()
            raise ProviderError("the disk is full")

    def program() -> None:
        slow = Item("slow")
        Item("broken")
        Item("after", value=slow.number)

    cloud.failures = failures
    result = stack(program, succeeds=False)
    assert result.summary.errors == [f"{urn_of('broken')}: create failed: the disk is full"]
    assert cloud.names() == {"slow"}
    assert result.names("test:index:Item") == {"slow"}

    cloud.failures = lambda _verb, _name: None
    again = stack(program)
    assert again.summary.changes == {"same": 2, "create": 2}
    assert cloud.names() == {"slow", "broken", "after"}


def test_nothing_is_deleted_when_a_step_fails(stack: Deployer, cloud: Cloud) -> None:
    stack(lambda: Item("old"))
    cloud.failures = fail(("create", "new"))
    result = stack(lambda: Item("new"), succeeds=False)
    assert cloud.names() == {"old"}
    assert result.names("test:index:Item") == {"old"}


def test_outcome_that_nobody_knows_stays_pending(stack: Deployer, cloud: Cloud) -> None:
    """Any error that is not a refusal may hide a created resource: its intent stays in the record."""
    cloud.failures = fail(("create", "first"), error=ZeroDivisionError("oh"))
    result = stack(two_items, succeeds=False)
    assert result.summary.errors == [f"{urn_of('first')}: create failed: the provider has a bug: ZeroDivisionError: oh"]
    pending = stack.pending()
    assert [(operation.kind, operation.resource.urn) for operation in pending] == [
        (PendingKind.CREATING, urn_of("first"))
    ]


def test_resource_that_is_not_ready_is_recorded_and_updated_next_time(stack: Deployer, cloud: Cloud) -> None:
    cloud.resources["first-7"] = {"value": "a"}
    not_ready = InitializationFailed("first-7", {"value": "a", "number": 7}, {"value": "a"}, ["no node is free"])
    cloud.failures = fail(("create", "first"), error=not_ready)
    result = stack(two_items, succeeds=False)
    assert result.summary.errors == [f"{urn_of('first')}: create: it exists, but is not ready: no node is free"]
    recorded = result.of("test:index:Item", "first")
    assert (recorded.id, recorded.init_errors) == ("first-7", ["no node is free"])

    cloud.failures = lambda _verb, _name: None
    again = stack(two_items)
    assert again.summary.changes == {"same": 1, "update": 1, "create": 1}
    assert again.of("test:index:Item", "first").init_errors == []


def test_preview_reports_every_wrong_input_at_once(stack: Deployer, cloud: Cloud) -> None:
    """A resource that is refused leaves its outputs unknown; what depends on it is still checked."""

    def program() -> None:
        one = Item("one", badName=1, badSize=2)
        Item("two", value=one.number, badColour=3)

    result = stack(program, operation=Operation.PREVIEW, succeeds=False)
    assert sorted(result.summary.errors) == [
        f"{urn_of('one')}: badName: is unknown",
        f"{urn_of('one')}: badSize: is unknown",
        f"{urn_of('two')}: badColour: is unknown",
    ]


def test_wrong_input_stops_an_up(stack: Deployer, cloud: Cloud) -> None:
    result = stack(lambda: Item("one", badName=1), succeeds=False)
    assert result.summary.errors == [f"{urn_of('one')}: badName: is unknown"]
    assert cloud.resources == {}


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


def test_logged_error_fails_the_operation_and_a_warning_does_not(stack: Deployer) -> None:
    result = stack(lambda: pulumi.log.error("no"), succeeds=False)
    assert result.summary.errors == ["no"]
    assert stack(lambda: pulumi.log.warn("mind")).summary.warnings == ["mind"]


def test_declaring_a_resource_twice_is_an_error(stack: Deployer) -> None:
    def program() -> None:
        Item("one")
        Item("one")

    result = stack(program, succeeds=False)
    assert result.summary.errors == [
        f"{urn_of('one')}: the program declares this resource twice; give one of them another name"
    ]


def test_unknown_package_is_an_error_that_names_it(stack: Deployer) -> None:
    result = stack(lambda: pulumi.CustomResource("azure:index:Vm", "vm"), succeeds=False)
    missing = "the embedded engine has no provider for package 'azure'; it has pulumi, test"
    assert result.summary.errors == [f"{urn_of('default', 'pulumi:providers:azure')}: {missing}"]


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

    cloud.failures = fail(("update", "first"), error=ProviderError("hunter2-and-more is too short"))

    def changed() -> None:
        Item("first", value=pulumi.Config("strata").require_secret("token"), more=1)

    failed = stack(changed, succeeds=False)
    assert failed.summary.errors == [f"{urn_of('first')}: update failed: [secret] is too short"]


def test_nothing_of_a_run_is_left_in_the_process(stack: Deployer, cloud: Cloud) -> None:
    """Threads, event loop, working directory, module path and the SDK's settings are as before, also after failures."""
    (stack.folder / "beside.py").write_text("VALUE = 'a'\n")
    (stack.folder / "__main__.py").write_text(
        "import beside\nimport pulumi\n\npulumi.CustomResource('test:index:Item', 'one', {'value': beside.VALUE})\n"
    )
    before = (Path.cwd(), list(sys.path), threading.active_count(), pulumi.get_project(), pulumi.get_stack())
    stack(None)
    cloud.failures = fail(("update", "one"))
    (stack.folder / "beside.py").write_text("VALUE = 'changed'\n")
    stack(None, succeeds=False)
    after = (Path.cwd(), list(sys.path), threading.active_count(), pulumi.get_project(), pulumi.get_stack())
    assert after == before
    assert "beside" not in sys.modules
    assert cloud.called("update") == [("update", "one")]


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


def test_components_record_their_outputs_and_parent_their_children(stack: Deployer) -> None:
    def program() -> None:
        group = Group("group")
        item = Item("item", options(parent=group), value="a")
        group.register_outputs({"number": item.number})

    result = stack(program)
    group, item = result.of("test:index:Group", "group"), result.of("test:index:Item", "item")
    assert group.outputs == {"number": 1}
    assert item.parent == group.urn
    assert item.urn == "urn:pulumi:test::strata::test:index:Group$test:index:Item::item"
    assert stack(program).summary.changes == {"same": 3}


def test_explicit_provider_gets_its_configuration_and_default_provider_the_stacks(
    stack: Deployer, cloud: Cloud
) -> None:
    def program() -> None:
        west = Source("west", region="west")
        Item("default")
        Item("explicit", options(provider=west))
        Item("inherited", options(parent=Group("group", options(providers=[west]))))

    result = stack(program, {"test:region": "east"})
    assert sorted(configuration["region"] for configuration in cloud.configurations) == ["east", "west"]
    west = result.of("pulumi:providers:test", "west")
    assert result.of("test:index:Item", "explicit").provider == f"{west.urn}::{west.id}"
    assert result.of("test:index:Item", "inherited").provider == f"{west.urn}::{west.id}"
    assert "::pulumi:providers:test::default::" in result.of("test:index:Item", "default").provider
    assert stack(program).summary.changes == {"same": 6}
    assert stack(None, operation=Operation.DESTROY).resources == []


def test_changed_provider_is_updated_in_place_or_replaced_with_all_its_resources(stack: Deployer, cloud: Cloud) -> None:
    def program(**config: Any) -> Any:
        return lambda: Item("item", options(provider=Source("source", **config)))

    first = stack(program(region="east"))
    updated = stack(program(region="east", profile="ops"))
    assert updated.summary.changes == {"same": 2, "update": 1}
    assert updated.of("pulumi:providers:test", "source").id == first.of("pulumi:providers:test", "source").id

    replaced = stack(program(region="west", profile="ops"))
    assert replaced.summary.changes == {"same": 1, "replace": 2}
    assert replaced.of("pulumi:providers:test", "source").id != first.of("pulumi:providers:test", "source").id
    assert cloud.names() == {"item"}
    assert len(replaced.resources) == 3


def test_parallel_bounds_how_many_verbs_run_at_once(stack: Deployer, cloud: Cloud) -> None:
    lock, running, most = threading.Lock(), 0, 0
    all_three = threading.Barrier(3)

    def failures(verb: str, _name: str) -> None:
        nonlocal running, most
        if verb != "create":
            return
        with lock:
            running += 1
            most = max(most, running)
        all_three.wait(10)
        with lock:
            running -= 1

    cloud.failures = failures

    def program() -> None:
        for i in range(6):
            Item(f"item{i}")

    stack(program, parallel=3)
    assert most == 3


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


@pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
def test_operation_that_was_broken_off_enters_the_history_as_failed(
    stack: Deployer, cloud: Cloud, monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    """Also when nothing has been reported: an interrupt, or a bug of the engine."""

    def broken(*_: object, **__: object) -> None:
        raise error

    stack(two_items)
    monkeypatch.setattr("engine.deployment.delete_all_but", broken)
    with pytest.raises(error):
        stack(two_items)
    entries = [json.loads(path.read_bytes()) for path in (stack.folder / "state").rglob("*.history.json")]
    assert sorted((entry["kind"], entry["result"]) for entry in entries) == [
        ("update", "failed"),
        ("update", "succeeded"),
    ]
