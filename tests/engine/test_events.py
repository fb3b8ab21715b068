"""Events have the official engine's form, and show no secret. Whole operations: see test_golden."""

from __future__ import annotations

from engine.diff import Diff, PropertyDiff
from engine.events import (
    SECRET_SHOWN,
    DiagnosticEvent,
    PreludeEvent,
    ResourceFailedEvent,
    ResourceOutputsEvent,
    ResourcePreEvent,
    SummaryEvent,
    state_json,
)
from engine.step import Op, Step
from protocol.values import UNKNOWN, UNKNOWN_WIRE, Secret
from tests.engine.states import queue, urn_of


def test_every_event_bears_its_place_and_time() -> None:
    event = PreludeEvent(sequence=3, timestamp=1_700_000_000, config={"aws:region": "eu-west-1"})
    assert event.json() == {
        "sequence": 3,
        "timestamp": 1_700_000_000,
        "preludeEvent": {"config": {"aws:region": "eu-west-1"}},
    }


def test_diagnostic() -> None:
    event = DiagnosticEvent(message="no", severity="error", urn=urn_of("jobs"))
    assert event.body() == {
        "diagnosticEvent": {
            "urn": urn_of("jobs"),
            "prefix": "error: ",
            "message": "no\n",
            "color": "never",
            "severity": "error",
        }
    }
    ephemeral = DiagnosticEvent(message="50 %", severity="info", ephemeral=True).body()["diagnosticEvent"]
    assert ephemeral["ephemeral"] is True
    assert "urn" not in ephemeral


def test_step_says_why() -> None:
    old, new = queue("jobs", inputs={"size": 1}), queue("jobs", inputs={"size": 2}, provider="p::1")
    diff = Diff(
        changed=True,
        replaces=("size",),
        diffs=("size",),
        detailed={"size": PropertyDiff("update-replace", input_diff=True)},
    )
    step = Step(op=Op.REPLACE, old=old, new=new, diff=diff)
    assert ResourcePreEvent(step=step, old=old, new=new, planning=True).body() == {
        "resourcePreEvent": {
            "metadata": {
                "op": "replace",
                "urn": urn_of("jobs"),
                "type": "aws:sqs/queue:Queue",
                "old": state_json(old),
                "new": state_json(new),
                "keys": ["size"],
                "diffs": ["size"],
                "detailedDiff": {"size": {"diffKind": "update-replace", "inputDiff": True}},
                "logical": True,
                "provider": "p::1",
            },
            "planning": True,
        }
    }


def test_no_name_within_a_secret_is_told() -> None:
    old, new = (
        queue("jobs", inputs={"map": Secret({"k": 1}), "n": 1}),
        queue("jobs", inputs={"map": Secret({}), "n": 2}),
    )
    paths = ("map.k", "map.other", "n")
    diff = Diff(changed=True, replaces=paths, diffs=paths, detailed=dict.fromkeys(paths, PropertyDiff("update")))
    step = Step(op=Op.REPLACE, old=old, new=new, diff=diff)
    metadata = ResourceOutputsEvent(step=step, old=old, new=new).metadata()
    assert (metadata["keys"], metadata["diffs"], list(metadata["detailedDiff"])) == (["map", "n"],) * 3


def test_physical_half_of_a_replacement_is_not_logical() -> None:
    state = queue("jobs")
    physical = {
        op: "logical" not in ResourceOutputsEvent(step=Step(op=op, new=state), old=None, new=state).metadata()
        for op in Op
    }
    assert {op for op, is_physical in physical.items() if is_physical} == {
        Op.CREATE_REPLACEMENT,
        Op.DELETE_REPLACED,
        Op.READ_REPLACEMENT,
        Op.DISCARD_REPLACED,
    }


def test_failure_says_whether_the_resource_exists() -> None:
    step = Step(op=Op.CREATE, new=queue("jobs"))
    body = ResourceFailedEvent(step=step, old=None, new=step.new, status=1).body()["resOpFailedEvent"]
    assert (body["status"], body["steps"], body["metadata"]["op"]) == (1, 0, "create")


def test_summary() -> None:
    event = SummaryEvent(duration_s=2, changes={"create": 1}, is_preview=False, result="succeeded")
    assert event.body()["summaryEvent"] == {
        "maybeCorrupt": False,
        "durationSeconds": 2,
        "resourceChanges": {"create": 1},
        "PolicyPacks": {},
        "isPreview": False,
        "result": "succeeded",
    }


def test_state_shows_neither_secrets_nor_what_is_empty() -> None:
    state = queue(
        "jobs", inputs={"token": Secret("s3cret"), "deep": [{"key": Secret("s3cret")}]}, outputs={"arn": UNKNOWN}
    )
    assert state_json(state) == {
        "type": "aws:sqs/queue:Queue",
        "urn": urn_of("jobs"),
        "custom": True,
        "id": "jobs",
        "parent": "",
        "inputs": {"token": SECRET_SHOWN, "deep": [{"key": SECRET_SHOWN}]},
        "outputs": {"arn": UNKNOWN_WIRE},
        "provider": "",
    }
    assert state_json(None) is None


def test_state_shows_its_flags_and_why_it_is_not_ready() -> None:
    state = queue("jobs", delete=True, protect=True, retain_on_delete=True, init_errors=["no node"])
    shown = state_json(state)
    assert shown is not None
    flags = (shown["delete"], shown["protect"], shown["retainOnDelete"])
    assert (*flags, shown["initErrors"]) == (True, True, True, ["no node"])
