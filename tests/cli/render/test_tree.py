"""The tree shows what is at work and never outgrows the screen."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.render.progress import Progress
from cli.render.tree import frame, symbol_of
from tests.cli.events import Clock, begin, fail, seen, urn_of, whole

QUEUE = "aws:sqs/queue:Queue"


def component(name: str, *, done: int = 0, active: int = 0, failed: int = 0) -> list[dict[str, object]]:
    token = f"strata:index:{name.title()}"
    child, parent = f"{token}${QUEUE}", urn_of(token, name)
    events = whole("create", token, name)
    for index in range(done):
        events += whole("create", child, f"{name}-done-{index}", parent=parent)
    for index in range(failed):
        events.append(begin("create", child, f"{name}-failed-{index}", parent=parent))
        events.append(fail("create", child, f"{name}-failed-{index}", parent=parent))
    return events + [begin("create", child, f"{name}-active-{index}", parent=parent) for index in range(active)]


def shown(progress: Progress, *, width: int = 100, height: int = 40, now: float = 4.0) -> str:
    return "\n".join(
        line.plain.rstrip() for line in frame(progress, "Updating dev", width=width, height=height, now=now)
    )


def test_finished_components_are_one_line_and_active_ones_show_what_they_work_on() -> None:
    plan = seen(*component("keys", done=2), *component("queues", done=3))
    progress = seen(*component("keys", done=2), *component("queues", done=1, active=2), plan=plan)
    assert shown(progress) == (
        "Updating dev  ━━━━━━━━━━━━━━━━━─────── 5/7  4.0s".replace("─ 5", "─  5") + "\n"
        " +  keys             3 created  0.0s\n"
        " +  queues           2/4 done  4.0s\n"
        "     +  aws:sqs:Queue                 queues-active-0                       creating  4.0s\n"
        "     +  aws:sqs:Queue                 queues-active-1                       creating  4.0s"
    )


def test_a_failure_stays_in_sight() -> None:
    progress = seen(*component("queues", done=1, failed=1), clock=Clock())
    assert shown(progress).splitlines()[1:] == [
        " !  queues           1 failed",
        "     +  aws:sqs:Queue                 queues-failed-0                       creating failed  0.0s",
    ]


def test_failures_that_are_not_shown_are_not_said_to_be_at_work() -> None:
    lines = shown(seen(*component("queues", failed=9)), height=6).splitlines()
    assert lines[-1] == "       … and 7 more"


def test_without_a_plan_no_total_is_claimed() -> None:
    assert shown(seen(*component("queues", done=1))).splitlines()[0] == "Updating dev  2 done  4.0s"


def test_before_the_first_resource_the_program_is_being_read() -> None:
    assert shown(seen()) == "Updating dev  reading the program  4.0s"


def test_on_a_narrow_screen_the_ends_of_long_names_and_what_is_done_stay_in_sight() -> None:
    token, name = "kubernetes:networking.k8s.io/v1:NetworkPolicy", "serving-churn-from-the-gateway-only"
    assert shown(seen(begin("create", token, name)), width=80).splitlines()[2] == (
        "     +  NetworkPolicy        …urn-from-the-gateway-only creating  4.0s"
    )


def test_on_a_short_screen_finished_components_share_a_line() -> None:
    events = [event for name in ("keys", "network", "storage", "cluster") for event in component(name, done=5)]
    progress = seen(*events, *component("queues", active=9))
    assert shown(progress, height=8).splitlines()[1:] == [
        " +  4 components finished: 24 created",
        " +  queues           1 done  4.0s",
        "     +  aws:sqs:Queue                 queues-active-0                       creating  4.0s",
        "     +  aws:sqs:Queue                 queues-active-1                       creating  4.0s",
        "     +  aws:sqs:Queue                 queues-active-2                       creating  4.0s",
        "       … and 6 more at work",
    ]


def test_active_components_share_the_room_evenly() -> None:
    lines = shown(seen(*component("keys", active=9), *component("queues", active=9)), height=8).splitlines()
    assert [line.split()[-3] if "creating" in line else line for line in lines[1:]] == [
        " +  keys             1 done  4.0s",
        "keys-active-0",
        "       … and 8 more at work",
        " +  queues           1 done  4.0s",
        "queues-active-0",
        "       … and 8 more at work",
    ]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 3)), max_size=25),
    st.integers(5, 60),
    st.integers(20, 200),
)
def test_no_line_is_wider_and_no_frame_higher_than_the_screen(
    components: list[tuple[int, int, int]], height: int, width: int
) -> None:
    events = [
        event
        for index, (done, active, failed) in enumerate(components)
        for event in component(f"part{index}", done=done, active=active, failed=failed)
    ]
    lines = frame(seen(*events), "Updating dev", width=width, height=height, now=1.0)
    assert len(lines) <= height
    assert all(line.cell_len <= width for line in lines)


@pytest.mark.parametrize(
    ("counts", "symbol"),
    [
        ({"create": 3}, "+"),
        ({"create": 3, "same": 2}, "+"),
        ({"create": 3, "delete": 2}, "~"),
        ({"same": 2, "read": 1}, "="),
        ({"replace": 1, "failed": 1}, "!"),
        ({}, "="),
    ],
)
def test_a_group_has_the_symbol_of_what_happens_in_it(counts: dict[str, int], symbol: str) -> None:
    assert symbol_of(Counter(counts)).plain.strip() == symbol


@pytest.mark.parametrize("width", [60, 80, 160])
def test_what_a_resource_waits_for_is_in_sight(width: int) -> None:
    progress = Progress(clock=lambda: 0.0)
    for event in component("queues", active=1):
        progress.see(event)
    (resource,) = progress.components()[0].active
    told = {"urn": resource.urn, "severity": "info", "message": "CreateQueue: AWS throttles\n", "ephemeral": True}
    progress.see({"diagnosticEvent": told})
    (line,) = [line for line in shown(progress, width=width).splitlines() if resource.name in line and "AWS" in line]
    assert "CreateQueue: AWS throttles" in line
