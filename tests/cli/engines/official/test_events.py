"""What the Automation API tells of the engine comes back in the engine's own format, without noise or secrets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pulumi.automation.events import EngineEvent

from cli.engines.official.events import Told, event_json, without_colours
from protocol.masking import Mask
from protocol.values import Secret
from tests.cli.events import golden


def without_nulls(value: Any) -> Any:
    """A value without the fields that say nothing: the API fills them in, or leaves them out."""
    if isinstance(value, dict):
        return {name: without_nulls(field) for name, field in value.items() if field not in (None, "", {})}
    return value


@pytest.mark.parametrize("log", ["1-create", "2-update-replace", "4-destroy"])
def test_the_engines_own_events_come_back_as_they_were(log: str) -> None:
    for event in golden(log):
        back = event_json(EngineEvent.from_json(event))
        wanted = without_nulls(event)
        if summary := wanted.get("summaryEvent"):
            summary.pop("isPreview", None)  # what the API does not keep of it, nothing here reads
            summary.pop("result", None)
            summary.setdefault("PolicyPacks", {})
            summary.pop("PolicyPacks")
        assert without_nulls(back) == wanted


def test_inputs_are_not_renamed() -> None:
    inputs = {"snake_case": {"policy_packs": 1}, "camelCase": [{"a_b": None}]}
    state = {"type": "t", "urn": "u", "id": "", "parent": "", "provider": "", "inputs": inputs}
    event = {"resourcePreEvent": {"metadata": {"op": "create", "urn": "u", "type": "t", "provider": "", "new": state}}}
    back = event_json(EngineEvent.from_json(event))
    assert back["resourcePreEvent"]["metadata"]["new"]["inputs"] == inputs


def test_marks_for_colours_are_removed() -> None:
    assert without_colours("<{%reset%}><{%fg 13%}><{%bold%}>error: <{%reset%}>x < {y} > z") == "error: x < {y} > z"


def told(told: Told, severity: str, message: str) -> str | None:
    """What is told of a message; None if it is left out."""
    event = {"diagnosticEvent": {"message": message, "severity": severity, "color": "never"}}
    events = list(told(EngineEvent.from_json(event)))
    return events[0]["diagnosticEvent"]["message"] if events else None


@pytest.fixture
def teller() -> Told:
    return Told(Mask(Secret("hunter2-and-more")), Path("/project"))


def test_noise_is_left_out(teller: Told) -> None:
    assert told(teller, "debug", "registered") is None
    assert told(teller, "warning", "using pulumi-resource-aws from $PATH at /plugins/pulumi-resource-aws\n") is None
    assert list(teller(EngineEvent.from_json({"progressEvent": {"done": True}}))) == []
    assert told(teller, "info", "hello\n\n") == "hello\n"


def test_consequences_are_left_out_but_not_where_they_are_all_there_is(teller: Told) -> None:
    assert told(teller, "error", "update failed\n") == "update failed\n"
    assert told(teller, "error", "AccessDenied\n") == "AccessDenied\n"
    assert told(teller, "error", "update failed\n") is None
    assert told(teller, "error", "an unhandled error occurred: program exited with non-zero exit code: 1\n") is None
    assert told(teller, "error", "update failed because of this\n") == "update failed because of this\n"
    assert teller.errors == ["update failed", "AccessDenied", "update failed because of this"]


def test_no_message_tells_a_secret_or_the_value_that_is_refused(teller: Told) -> None:
    assert told(teller, "info", "the token is hunter2-and-more") == "the token is [secret]\n"
    message = "aws:s3/bucket:Bucket resource 'b': property acl value {{private\n}} has a problem: unknown\n"
    assert told(teller, "error", message) == "aws:s3/bucket:Bucket resource 'b': acl: unknown\n"
    output = {"stdoutEvent": {"message": "<{%fg 1%}>hunter2-and-more", "color": "never"}}
    (event,) = teller(EngineEvent.from_json(output))
    assert event["stdoutEvent"]["message"] == "[secret]"
