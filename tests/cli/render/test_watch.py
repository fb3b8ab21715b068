"""An operation is followed in the way that fits where its output goes."""

from __future__ import annotations

import io
import json

import pytest

from cli.render.console import console
from cli.render.watch import Failure, JsonWatch, LiveWatch, PlainWatch, watcher
from tests.cli.events import begin, end, error, fail, golden, urn_of
from tests.cli.render.test_console import Terminal

QUEUE = "aws:sqs/queue:Queue"


def plain(*events: dict[str, object]) -> list[str]:
    out = io.StringIO()
    with PlainWatch(console(out), "Updating dev") as watch:
        watch.progress.clock = lambda: watch.progress.begun
        for event in events:
            watch(event)
    return out.getvalue().splitlines()


def test_where_there_is_no_terminal_each_change_is_a_line() -> None:
    assert plain(*golden("2-update-replace"))[-4:] == [
        "    warning: using pulumi-resource-aws from $PATH at /project/plug/pulumi-resource-aws",
        " ++ aws:s3:Bucket data replacement created (0.0s)",
        " ~  aws:sqs:Queue jobs updated (0.0s)",
        " -- aws:s3:Bucket data original deleted (0.0s)",
    ]


def test_what_stays_the_same_is_no_line() -> None:
    assert plain(begin("same", QUEUE, "a"), end("same", QUEUE, "a")) == ["Updating dev"]


def test_a_plan_in_the_making_is_no_line() -> None:
    planned = {"resOutputsEvent": {**end("create", QUEUE, "a")["resOutputsEvent"], "planning": True}}
    assert plain(planned) == ["Updating dev"]


def test_a_failure_is_a_line_and_its_cause_is_kept_for_the_end() -> None:
    urn = urn_of(QUEUE, "a")
    out = io.StringIO()
    watch = PlainWatch(console(out), "Updating dev")
    for event in (begin("create", QUEUE, "a"), fail("create", QUEUE, "a"), error(urn, "at most 900")):
        watch(event)
    assert out.getvalue().splitlines() == ["Updating dev", " +  aws:sqs:Queue a creating failed (0.0s)"]
    assert watch.failures == [Failure(urn, "at most 900")]


@pytest.mark.parametrize(
    ("severity", "shown"),
    [("info", ["    hello (a)"]), ("warning", ["    warning: hello (a)"]), ("debug", []), ("error", [])],
)
def test_messages_of_the_program_are_shown_but_for_debug(severity: str, shown: list[str]) -> None:
    diagnostic = {"severity": severity, "message": "hello\n", "urn": urn_of(QUEUE, "a")}
    assert plain({"diagnosticEvent": diagnostic})[1:] == shown


WAITING = {"severity": "info", "message": "AWS throttles\n", "urn": urn_of(QUEUE, "train"), "ephemeral": True}


def test_what_a_resource_waits_for_is_a_line_where_there_is_no_terminal() -> None:
    assert plain(begin("create", QUEUE, "train"), {"diagnosticEvent": WAITING})[1:] == ["    AWS throttles (train)"]


def test_what_a_resource_waits_for_stands_on_its_line_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    watch = LiveWatch(console(out), "Updating dev")
    watch(begin("create", QUEUE, "train"))
    watch({"diagnosticEvent": WAITING})
    assert out.getvalue() == ""
    assert any("train" in line.plain and "AWS throttles" in line.plain for line in watch._frame().renderables)
    watch(end("create", QUEUE, "train"))
    assert not any("AWS throttles" in line.plain for line in watch._frame().renderables)


def test_as_json_every_event_is_a_line_and_nothing_else_is() -> None:
    out = io.StringIO()
    events = list(golden("1-create"))
    with JsonWatch(out) as watch:
        for event in events:
            watch(event)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == events


def test_a_terminal_gets_the_tree_and_a_clean_screen_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    with watcher(console(out))("Updating dev", None) as watch:
        assert isinstance(watch, LiveWatch)
        watch(begin("create", QUEUE, "train"))
        watch.live.refresh()
    shown = out.getvalue()
    assert "Updating dev" in shown
    assert "train" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l"), "the cursor is shown again"


def test_a_terminal_that_cannot_redraw_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert isinstance(watcher(console(Terminal()))("Updating dev", None), PlainWatch)


@pytest.mark.parametrize(("level", "blocked"), [("mandatory", True), ("advisory", False)])
def test_a_violation_of_what_is_mandatory_is_remembered(level: str, blocked: bool) -> None:
    watch = JsonWatch(io.StringIO())
    watch({"policyEvent": {"enforcementLevel": level, "policyName": "p", "message": "m"}})
    watch(begin("create", QUEUE, "data"))
    assert watch.is_blocked is blocked
