"""States and previews, as the official engine wrote them and as they are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policies.inputs import InputError
from policies.inputs.files import read_preview, read_resources, read_state
from policies.node import UNKNOWN

QUEUE = {"urn": "urn:pulumi:dev::p::aws:sqs/queue:Queue::jobs", "type": "aws:sqs/queue:Queue", "inputs": {"name": "a"}}


def write(folder: Path, document: object) -> Path:
    path = folder / "file.json"
    path.write_text(json.dumps(document))
    return path


@pytest.mark.parametrize(
    "document",
    [
        {"version": 3, "deployment": {"manifest": {}, "resources": [QUEUE]}},
        {"version": 3, "checkpoint": {"stack": "s", "latest": {"resources": [QUEUE]}}},
    ],
)
def test_a_state(tmp_path: Path, document: object) -> None:
    assert [one.name for one in read_state(write(tmp_path, document)).resources] == ["jobs"]


def test_a_stack_without_resources(tmp_path: Path) -> None:
    assert read_state(write(tmp_path, {"version": 3, "deployment": {"manifest": {}}})).resources == ()


def test_a_preview_holds_what_will_be(tmp_path: Path) -> None:
    other = QUEUE | {"urn": QUEUE["urn"] + "2", "inputs": {"name": "04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}
    steps = [
        {"op": "same", "urn": QUEUE["urn"], "oldState": QUEUE, "newState": QUEUE},
        {"op": "create-replacement", "urn": other["urn"], "newState": other},
        {"op": "replace", "urn": other["urn"], "newState": other},
        {"op": "delete-replaced", "urn": other["urn"], "oldState": other},
        {"op": "delete", "urn": "gone", "oldState": QUEUE | {"urn": "gone"}},
    ]
    planned = read_preview(write(tmp_path, {"steps": steps})).resources
    assert [(one.name, one.properties["name"]) for one in planned] == [("jobs", "a"), ("jobs2", UNKNOWN)]


@pytest.mark.parametrize(
    ("read", "document", "told"),
    [
        (read_state, [], "is no state"),
        (read_state, {"checkpoint": {"latest": []}}, "is no state"),
        (read_state, {"deployment": {"resources": {}}}, "resources: must be a list of resources, got an object"),
        (read_preview, {"deployment": {}}, "is no preview"),
        (read_preview, {"steps": [3]}, r"steps\[0\]: must be an object"),
        (read_resources, {"deployment": {}}, "must be a list of resources, got an object"),
    ],
)
def test_another_document(tmp_path: Path, read: object, document: object, told: str) -> None:
    assert callable(read)
    with pytest.raises(InputError, match=told):
        read(write(tmp_path, document))
