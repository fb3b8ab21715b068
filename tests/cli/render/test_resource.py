"""One resource on record, for people and as JSON."""

from __future__ import annotations

from cli.render.resource import resource_lines, resource_record
from engine.resource import ResourceState
from protocol.values import Secret

QUEUE = ResourceState(
    urn="urn:q",
    custom=True,
    type="aws:sqs/queue:Queue",
    id="q",
    parent="urn:p",
    protect=True,
    inputs={"token": Secret("hidden"), "delay": 3},
    dependencies=["urn:a"],
    property_dependencies={"delay": ["urn:b", "urn:a"], "token": []},
    init_errors=["still starting"],
)


def test_lines_from_top_to_bottom() -> None:
    record = resource_record(QUEUE, dependents=["urn:c"], show_secrets=False)
    assert resource_lines(record) == [
        "urn      urn:q",
        "type     aws:sqs/queue:Queue",
        "id       q",
        "parent   urn:p",
        "protect  yes",
        "",
        "not ready",
        "  still starting",
        "",
        "dependencies",
        "  urn:a",
        "  urn:b",
        "",
        "dependents",
        "  urn:c",
        "",
        "inputs",
        "  delay  3",
        "  token  [secret]",
    ]


def test_secrets_are_shown_only_where_that_was_asked_for() -> None:
    assert resource_record(QUEUE, dependents=[], show_secrets=False)["inputs"] == {"delay": 3, "token": "[secret]"}
    assert resource_record(QUEUE, dependents=[], show_secrets=True)["inputs"] == {"delay": 3, "token": "hidden"}


def test_what_is_unfinished_is_told() -> None:
    going = ResourceState(urn="urn:q", custom=True, type="t", delete=True)
    gone = ResourceState(urn="urn:q", custom=True, type="t", pending_replacement=True)
    told = [resource_record(one, dependents=[], show_secrets=False).get("pending") for one in (going, gone, QUEUE)]
    assert told == ["to delete", "to replace", None]
