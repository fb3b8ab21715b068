"""A plan is short where a component comes or goes as a whole, and exact where single resources change."""

from __future__ import annotations

from cli.render.plan import plan_lines
from tests.cli.events import begin, fail, golden, seen, text, urn_of

QUEUES, QUEUE = "strata:index:Queues", "aws:sqs/queue:Queue"
PARENT = urn_of(QUEUES, "queues")


def queue(op: str, name: str, **more: object) -> dict[str, object]:
    return begin(op, f"{QUEUES}${QUEUE}", name, parent=PARENT, **more)


def test_a_component_created_as_a_whole_is_one_line() -> None:
    progress = seen(begin("create", QUEUES, "queues"), queue("create", "train"), queue("create", "evaluate"))
    assert text(*plan_lines(progress)) == " +  queues           3 to create\n\n 3 to create"


def test_what_a_refresh_found_gone_is_named_even_when_it_is_all_that_a_component_tells_of() -> None:
    progress = seen(queue("delete", "train"), queue("delete", "evaluate"))
    assert text(*plan_lines(progress)) == (
        " -  queues           2 to delete\n     -  aws:sqs:Queue train\n     -  aws:sqs:Queue evaluate\n\n 2 to delete"
    )


def test_a_long_list_is_cut_unless_every_property_is_wanted() -> None:
    progress = seen(*(queue("delete", f"queue-{number:02}") for number in range(40)))
    lines = text(*plan_lines(progress)).splitlines()
    assert lines[12:14] == ["     -  aws:sqs:Queue queue-11", "       … and 28 more; --diff lists all"]
    assert len(lines) == 16
    assert sum("aws:sqs:Queue" in line for line in text(*plan_lines(progress, properties=True)).splitlines()) == 40


def test_changes_inside_a_component_are_listed_with_the_properties_that_change() -> None:
    assert text(*plan_lines(seen(*golden("2-update-replace")))) == (
        " +- data             1 to replace, 2 unchanged\n"
        "     +- aws:s3:Bucket data  bucket\n"
        " ~  (stack)          1 to update, 4 unchanged\n"
        "     ~  aws:sqs:Queue jobs  visibilityTimeoutSeconds\n"
        "\n"
        " 1 to update, 1 to replace, 6 unchanged"
    )


def test_details_show_old_and_new_values() -> None:
    assert text(*plan_lines(seen(*golden("2-update-replace")), properties=True)) == (
        " +- data             1 to replace, 2 unchanged\n"
        "     +- aws:s3:Bucket data\n"
        '        ~ bucket: "golden-one" → "golden-two" (forces replacement)\n'
        " ~  (stack)          1 to update, 4 unchanged\n"
        "     ~  aws:sqs:Queue jobs\n"
        "        ~ visibilityTimeoutSeconds: 30 → 60\n"
        "\n"
        " 1 to update, 1 to replace, 6 unchanged"
    )


def test_details_never_show_a_secret() -> None:
    shown = text(*plan_lines(seen(*golden("1-create")), properties=True))
    assert "+ secretString: [secret]" in shown


def test_no_change_is_said() -> None:
    progress = seen(begin("same", QUEUES, "queues"), queue("same", "train"))
    assert text(*plan_lines(progress)) == " =  queues           2 unchanged\n\n nothing to change (2 unchanged)"


def test_afterwards_it_is_told_what_happened() -> None:
    progress = seen(queue("update", "train"), fail("update", f"{QUEUES}${QUEUE}", "train", parent=PARENT))
    assert text(*plan_lines(progress, properties=True, planned=False)) == (
        " !  queues           1 failed\n     ~  aws:sqs:Queue train  failed\n\n 1 failed"
    )


def test_a_retained_resource_is_not_said_to_be_gone() -> None:
    progress = seen(queue("delete", "train", old={"retainOnDelete": True}), queue("same", "evaluate"))
    assert "     -  aws:sqs:Queue train [retained]" in text(*plan_lines(progress))


def test_nothing_at_all_is_said_too() -> None:
    assert text(*plan_lines(seen())) == "\n nothing to change"
