"""The account of an operation while it runs."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from engine.events import Event
from engine.progress import Progress, is_default_provider
from engine.resource import ResourceState
from engine.step import Op, Step
from protocol.values import Secret
from tests.engine.states import queue, urn_of

PROVIDER = "urn:pulumi:dev::golden::pulumi:providers:aws::"


def told(events: list[Event]) -> list[tuple[str, str, str]]:
    """Severity, message and URN of the diagnostics."""
    found = [event.json()["diagnosticEvent"] for event in events if "diagnosticEvent" in event.json()]
    return [(body["severity"], body["message"].rstrip("\n"), body.get("urn", "")) for body in found]


def test_errors_and_warnings_are_told_and_kept() -> None:
    events: list[Event] = []
    progress = Progress(events.append, planning=False, debug=False)
    progress.error("no", urn_of("jobs"))
    progress.warn("mind")
    assert (progress.errors, progress.warnings) == (["no"], ["mind"])
    assert told(events) == [("error", "no", urn_of("jobs")), ("warning", "mind", "")]


@pytest.mark.parametrize("debug", [True, False])
def test_debug_messages_are_told_on_demand(*, debug: bool) -> None:
    events: list[Event] = []
    progress = Progress(events.append, planning=False, debug=debug)
    progress.log("debug", "detail")
    progress.log("info", "news")
    assert [message for _, message, _ in told(events)] == (["detail", "news"] if debug else ["news"])
    assert (progress.errors, progress.warnings) == ([], [])


def test_known_secrets_are_masked_in_every_message() -> None:
    events: list[Event] = []
    progress = Progress(events.append, planning=False, debug=True)
    progress.hide({"a": [Secret({"deep": "hunter2"})], "plain": "visible", "b": Secret("hunter2-and-more")})
    progress.error("hunter2-and-more is not hunter2")
    progress.warn("hunter2?")
    for severity in ("info", "debug"):
        progress.log(severity, "hunter2 visible")
    assert progress.errors == ["[secret] is not [secret]"]
    assert progress.warnings == ["[secret]?"]
    assert "hunter2" not in str([event.json() for event in events])
    assert "visible" in str([event.json() for event in events])


def test_short_secrets_do_not_tear_words_apart() -> None:
    progress = Progress(None, planning=False, debug=False)
    progress.hide(Secret("on"))
    assert progress.masked("the region is gone") == "the region is gone"


def test_events_are_numbered_in_the_order_they_leave() -> None:
    """Also when many threads tell at once; the callback is never entered twice at a time."""
    events: list[Event] = []
    inside = threading.Lock()

    def callback(event: Event) -> None:
        assert inside.acquire(blocking=False)
        events.append(event)
        inside.release()

    progress = Progress(callback, planning=False, debug=False)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda i: progress.warn(str(i)), range(200)))
    assert [event.sequence for event in events] == list(range(200))


def done(op: Op, old: ResourceState | None, new: ResourceState | None, **fields: Any) -> dict[str, int]:
    """The counts after one step."""
    progress = Progress(None, planning=False, debug=False)
    progress.done(Step(op=op, old=old, new=new, **fields), new)
    return dict(progress.changes)


@pytest.mark.parametrize("op", [Op.SAME, Op.CREATE, Op.UPDATE, Op.REPLACE, Op.IMPORT])
def test_steps_are_counted_by_kind(op: Op) -> None:
    assert done(op, None, queue("jobs")) == {str(op): 1}


@pytest.mark.parametrize("op", [Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.DISCARD_REPLACED])
def test_replacement_counts_once(op: Op) -> None:
    assert done(op, queue("jobs"), queue("jobs")) == {}


def test_what_was_left_out_does_not_count() -> None:
    assert done(Op.SAME, None, queue("jobs"), skipped=True) == {}


def test_read_that_found_the_same_is_no_change() -> None:
    old, new = queue("jobs", outputs={"size": Secret(1)}), queue("jobs", outputs={"size": 1})
    assert done(Op.READ, old, new) == {"same": 1}
    assert done(Op.READ, old, queue("jobs", outputs={"size": 2})) == {"read": 1}
    assert done(Op.READ, None, new) == {"same": 1}


def test_default_providers_do_not_count() -> None:
    default = queue("p", urn=f"{PROVIDER}default_7_1_0", type="pulumi:providers:aws")
    explicit = queue("p", urn=f"{PROVIDER}mine", type="pulumi:providers:aws")
    assert done(Op.CREATE, None, default) == {}
    assert done(Op.CREATE, None, explicit) == {"create": 1}
    assert is_default_provider(f"{PROVIDER}default")
    assert not is_default_provider(f"{PROVIDER}defaults")
    assert not is_default_provider(urn_of("default"))


def test_summary_says_failed_as_soon_as_there_is_an_error() -> None:
    for errors, result in [([], "succeeded"), (["no"], "failed")]:
        events: list[Event] = []
        progress = Progress(events.append, planning=True, debug=False)
        for error in errors:
            progress.error(error)
        progress.summary(1.6)
        body = events[-1].json()["summaryEvent"]
        assert (body["result"], body["durationSeconds"], body["isPreview"]) == (result, 2, True)
