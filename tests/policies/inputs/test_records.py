"""Lists of resources: what they say, and every mistake in them at once."""

from __future__ import annotations

from typing import Any

import pytest

from policies.inputs import InputError
from policies.inputs.records import stack_of
from policies.node import UNKNOWN


def test_a_plain_list() -> None:
    (queue,) = stack_of(
        [{"type": "aws:sqs/queue:Queue", "name": "jobs", "properties": {"a": {"unknown": True}}}], "f"
    ).resources
    assert (queue.urn, queue.name, queue.properties) == ("aws:sqs/queue:Queue::jobs", "jobs", {"a": UNKNOWN})
    assert (queue.id, queue.parent, queue.dependencies, queue.property_dependencies) == (None, "", (), None)
    assert queue.protect is None


def test_a_record_of_a_state() -> None:
    urn = "urn:pulumi:dev::strata::aws:sqs/queue:Queue::jobs"
    record = {
        "urn": urn,
        "type": "aws:sqs/queue:Queue",
        "custom": True,
        "id": "url",
        "inputs": {"a": 1},
        "outputs": {"b": 2},
        "parent": "up",
        "dependencies": ["x"],
        "propertyDependencies": {"a": ["x"], "b": None},
        "provider": "p::1",
        "protect": True,
    }
    old = record | {"delete": True}
    (queue,) = stack_of([record, old], "f").resources
    assert (queue.urn, queue.name, queue.properties, queue.outputs, queue.id) == (
        urn,
        "jobs",
        {"a": 1},
        {"b": 2},
        "url",
    )
    assert (queue.parent, queue.dependencies, queue.provider, queue.protect) == ("up", ("x",), "p::1", True)
    assert queue.property_dependencies == {"a": ("x",), "b": ()}


@pytest.mark.parametrize(
    ("records", "told"),
    [
        ({}, ["f: must be a list of resources, got an object"]),
        ([3], ["f[0]: must be an object, got a number"]),
        ([{"name": "a"}], ["f[0].type: is missing; it is a type token such as aws:s3/bucket:Bucket"]),
        ([{"type": "t"}], ["f[0].name: is missing, and there is no urn either"]),
        (
            [{"type": 1, "name": "a", "properties": []}, {"type": "t", "name": "b", "dependencies": [1]}],
            [
                "f[0].type: must be text, got a number",
                "f[0].properties: must be an object, got a list",
                "f[1].dependencies: must be a list of URNs, got a list",
            ],
        ),
        (
            [{"type": "t", "name": "a", "propertyDependencies": {"x": "y"}}],
            ["f[0].propertyDependencies.x: must be a list of URNs, got text"],
        ),
        ([None] * 22, [f"f[{n}]: must be an object, got nothing" for n in range(20)] + ["… and 2 more"]),
    ],
)
def test_every_mistake_is_told(records: Any, told: list[str]) -> None:
    with pytest.raises(InputError) as refused:
        stack_of(records, "f")
    assert str(refused.value).splitlines() == told
