"""Progress is known from events alone, the official engine's as well as ours."""

from __future__ import annotations

import pytest

from cli.render.progress import Phase, changed, short_type
from tests.cli.events import STACK, Clock, begin, end, fail, golden, seen, urn_of, whole

QUEUES, QUEUE = "strata:index:Queues", "aws:sqs/queue:Queue"
PARENT = urn_of(QUEUES, "queues")
CHILD = urn_of(f"{QUEUES}${QUEUE}", "train")


@pytest.mark.parametrize(
    ("log", "counts"),
    [
        ("1-create", {"create": 8}),
        ("2-update-replace", {"replace": 1, "same": 6, "update": 1}),
        ("4-destroy", {"delete": 8}),
    ],
)
def test_counts_agree_with_the_official_engines_own_summary(log: str, counts: dict[str, int]) -> None:
    events = list(golden(log))
    summary = next(event["summaryEvent"] for event in events if "summaryEvent" in event)
    assert summary["resourceChanges"] == counts
    assert dict(seen(*events).counts) == counts


def test_a_resource_is_active_until_its_outputs_come() -> None:
    clock = Clock()
    progress = seen(begin("create", QUEUE, "train"), clock=clock)
    (resource,) = progress.resources.values()
    assert (resource.phase, progress.done, progress.total) == (Phase.ACTIVE, 0, 1)
    clock.now = 2.5
    progress.see(end("create", QUEUE, "train"))
    assert (resource.phase, resource.ended - resource.begun, progress.done) == (Phase.DONE, 2.5, 1)


def test_a_failed_resource_stays_failed() -> None:
    progress = seen(begin("create", QUEUE, "train"), fail("create", QUEUE, "train"))
    (component,) = progress.components()
    assert ([one.name for one in component.failed], dict(component.counts)) == (["train"], {"failed": 1})


def test_resources_stand_below_the_component_at_the_top() -> None:
    inner = urn_of("strata:index:Queues$strata:index:Inner", "inner")
    progress = seen(
        begin("create", QUEUES, "queues"),
        begin("create", "strata:index:Queues$strata:index:Inner", "inner", parent=PARENT),
        begin("create", "strata:index:Queues$strata:index:Inner$aws:sqs/queue:Queue", "train", parent=inner),
    )
    assert [(one.name, len(one.resources)) for one in progress.components()] == [("queues", 3)]


def test_a_deleted_child_finds_its_component_before_that_is_seen() -> None:
    progress = seen(begin("delete", f"{QUEUES}${QUEUE}", "train", parent=PARENT))
    assert progress.component_of(CHILD) == "queues"


def test_the_stack_and_what_stands_directly_below_it_come_last() -> None:
    progress = seen(
        *whole("create", "pulumi:pulumi:Stack", "strata-dev", parent=""),
        *whole("create", "pulumi:providers:aws", "aws", parent=STACK),
        *whole("create", QUEUES, "queues"),
    )
    assert [(one.name, len(one.resources)) for one in progress.components()] == [("queues", 1), ("(stack)", 2)]


def test_providers_that_the_engine_makes_do_not_count() -> None:
    assert dict(seen(*whole("create", "pulumi:providers:aws", "default_7_51_1")).counts) == {}


def test_with_a_plan_the_total_is_what_was_planned() -> None:
    plan = seen(begin("create", QUEUE, "train"), begin("create", QUEUE, "evaluate"))
    progress = seen(*whole("create", QUEUE, "train"), plan=plan)
    (component,) = progress.components()
    assert (progress.done, progress.total, component.planned, component.finished) == (1, 2, 2, False)


def test_without_a_plan_a_component_is_finished_when_nothing_is_active() -> None:
    (component,) = seen(*whole("create", QUEUE, "train")).components()
    assert component.finished


def test_a_component_at_work_is_not_finished_though_nothing_below_it_is_active() -> None:
    (component,) = seen(begin("create", QUEUES, "queues")).components()
    assert (component.active, component.finished) == ([], False)


def test_only_what_does_the_work_is_active_and_the_longest_is_first() -> None:
    clock = Clock()
    progress = seen(begin("create", QUEUES, "queues"), clock=clock)
    for clock.now, name in ((1.0, "train"), (2.0, "evaluate")):
        progress.see(begin("create", f"{QUEUES}${QUEUE}", name, parent=PARENT))
    (component,) = progress.components()
    assert [one.name for one in component.active] == ["train", "evaluate"]


def test_the_old_half_of_a_replacement_does_not_hide_what_changed() -> None:
    events = list(golden("2-update-replace"))
    (bucket,) = [one for one in seen(*events).resources.values() if one.op == "delete-replaced"]
    assert bucket.metadata["keys"] == ["bucket"]


def test_a_retained_resource_is_known() -> None:
    retained = [one.name for one in seen(*golden("4-destroy")).resources.values() if one.is_retained]
    assert retained == ["replica"]


def test_reading_and_staying_the_same_change_nothing() -> None:
    events = [*whole("same", QUEUE, "a"), *whole("read", QUEUE, "b"), *whole("update", QUEUE, "c")]
    assert [one.name for one in changed(seen(*events).resources.values())] == ["c"]


@pytest.mark.parametrize(
    ("token", "short"),
    [
        ("aws:s3/bucket:Bucket", "aws:s3:Bucket"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps:Deployment"),
        ("kubernetes:core/v1:Namespace", "kubernetes:core:Namespace"),
        ("strata:index:Queues", "strata:index:Queues"),
        ("pulumi:providers:aws", "pulumi:providers:aws"),
    ],
)
def test_types_are_shown_as_the_official_cli_shows_them(token: str, short: str) -> None:
    assert short_type(token) == short
