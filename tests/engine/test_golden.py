"""The golden program under the embedded engine: state and events are what the official engine wrote and told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from google.protobuf import json_format
from google.protobuf.message import Message

from engine import Event, FileBackend, Operation, Project, Stack, Summary, run, state
from tests.engine.golden_provider import GoldenProvider
from tests.engine.states import GOLDEN, PASSPHRASE, golden

RUNTIME = re.compile(r"project:///\.\./.*")
"""Positions outside the project depend on where the SDK is installed."""
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class GoldenStack:
    """The golden project in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.provider = GoldenProvider()
        (folder / "stacks").mkdir()
        (folder / "stacks" / "__main__.py").write_text((GOLDEN / "program.py").read_text())
        (folder / "Pulumi.yaml").write_text((GOLDEN / "Pulumi.yaml").read_text())
        self.configure(timeout=None, bucket=None, protect=None)

    def configure(self, **settings: str | None) -> None:
        """Set configuration keys of the golden program; None takes one away."""
        document = yaml.safe_load((GOLDEN / "Pulumi.dev.yaml").read_text())
        for key, value in settings.items():
            document["config"].pop(f"golden:{key}", None)
            if value is not None:
                document["config"][f"golden:{key}"] = value
        (self.folder / "stacks" / "Pulumi.dev.yaml").write_text(yaml.safe_dump(document))

    def run(self, operation: Operation) -> tuple[Summary, list[dict[str, Any]]]:
        """Carry out an operation; returns its summary and its events as JSON."""
        self.provider.requests.clear()
        events: list[Event] = []
        summary = run(operation, self.stack(), providers={"aws": lambda: self.provider}, on_event=events.append)
        assert summary.succeeded, summary.errors
        return summary, [json.loads(json.dumps(event.json())) for event in events]

    def stack(self) -> Stack:
        """The stack, read anew."""
        backend = FileBackend(self.folder / "state")
        return Stack(Project.load(self.folder), "dev", backend, passphrase=PASSPHRASE)

    def recorded(self) -> dict[str, Any]:
        """The recorded resources by URN."""
        stack = self.stack()
        return comparable(json.loads(stack.backend.checkpoint_path("golden", "dev").read_text()))


def comparable(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """The resources of a checkpoint by URN, without what differs from run to run: times, random ids, ciphertexts."""
    resources = checkpoint["checkpoint"]["latest"].get("resources", [])
    text = json.dumps({resource["urn"]: resource for resource in resources}, sort_keys=True)
    text = re.sub(UUID, "<uuid>", text)
    text = re.sub(r"v1:[A-Za-z0-9+/]{16}:[A-Za-z0-9+/=]+", "<ciphertext>", text)
    found: dict[str, Any] = json.loads(text)
    for resource in found.values():
        resource["unmodified"] = resource.pop("created") == resource.pop("modified")
        resource.pop("stackTrace", None)
        resource.get("dependencies", []).sort()
        if RUNTIME.fullmatch(resource.get("sourcePosition", "")):
            resource["sourcePosition"] = "<runtime>"
    return found


def told(events: list[dict[str, Any]]) -> dict[str, Any]:
    """Events by kind, step and URN, without what differs from run to run; their order depends on the threads."""
    text = json.dumps(events)
    text = re.sub(UUID, "<uuid>", text)
    found: dict[str, Any] = {}
    for event in json.loads(text):
        kind = next(name for name in event if name not in ("sequence", "timestamp"))
        body = event[kind]
        if kind == "summaryEvent":
            body["durationSeconds"] = 0
        metadata = body.get("metadata", {})
        found[" ".join([kind, metadata.get("op", ""), metadata.get("urn", "")])] = body
    found.pop("cancelEvent  ", None)  # the end of the official event stream; it says nothing
    return found


def asked(requests: list[tuple[str, Any]]) -> list[tuple[str, str]]:
    """What the provider was asked for, sorted; without empty fields, seeds and random ids."""
    found = []
    for verb, message in requests:
        request = json_format.MessageToDict(message) if isinstance(message, Message) else message
        for ours in ("randomSeed", "resourceStatusToken"):
            request.pop(ours, None)
        filled = {name: value for name, value in request.items() if value not in ({}, "", False)}
        text = re.sub(UUID, "<uuid>", json.dumps(filled, sort_keys=True))
        found.append((verb, re.sub(r"(\d+)\.0\b", r"\1", text)))
    return sorted(found)


def golden_requests(name: str) -> list[tuple[str, Any]]:
    lines = (GOLDEN / f"{name}.verbs.jsonl").read_text().splitlines()
    return [(record["verb"], record["request"]) for record in map(json.loads, lines)]


def golden_events(name: str) -> list[dict[str, Any]]:
    lines = (GOLDEN / f"{name}.events.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def stack(tmp_path: Path) -> GoldenStack:
    return GoldenStack(tmp_path)


def test_create(stack: GoldenStack) -> None:
    """Everything is created, recorded and told as by the official engine."""
    _, events = stack.run(Operation.UP)
    assert stack.recorded() == comparable(golden(GOLDEN / "1-create.state.json"))
    assert told(events) == told(golden_events("1-create"))
    assert asked(stack.provider.requests) == asked(golden_requests("1-create"))


def test_update_and_replacement(stack: GoldenStack) -> None:
    """A queue is updated, a bucket replaced; state and events are the official engine's."""
    stack.run(Operation.UP)
    stack.configure(timeout="60", bucket="golden-two", protect=None)
    summary, events = stack.run(Operation.UP)
    assert summary.changes == {"same": 6, "replace": 1, "update": 1}
    assert stack.recorded() == comparable(golden(GOLDEN / "2-update-replace.state.json"))
    assert told(events) == told(golden_events("2-update-replace"))
    assert asked(stack.provider.requests) == asked(golden_requests("2-update-replace"))


def test_destroy(stack: GoldenStack) -> None:
    """Nothing is left; what is to be retained is not deleted at the provider."""
    stack.run(Operation.UP)
    stack.configure(timeout="60", bucket="golden-two", protect="false")
    stack.run(Operation.UP)
    summary, events = stack.run(Operation.DESTROY)
    assert summary.changes == {"delete": 8}
    assert stack.recorded() == {}
    assert told(events) == told(golden_events("4-destroy"))
    # The official engine also configures a provider that it then does not ask for anything.
    deletes = [request for request in golden_requests("4-destroy") if request[0] == "Delete"]
    assert asked([request for request in stack.provider.requests if request[0] != "Configure"]) == asked(deletes)


def test_picks_up_a_stack_of_the_official_engine(stack: GoldenStack) -> None:
    """What the official engine brought up is unchanged under ours."""
    checkpoint = stack.stack().backend.checkpoint_path("golden", "dev")
    checkpoint.parent.mkdir(parents=True)
    checkpoint.write_text((GOLDEN / "1-create.state.json").read_text())
    summary, _ = stack.run(Operation.PREVIEW)
    assert summary.changes == {"same": 8}
    stack.run(Operation.UP)
    assert stack.recorded() == comparable(golden(GOLDEN / "1-create.state.json"))
    assert state.load(stack.stack().backend, "golden", "dev", stack.stack().crypter).snapshot.pending_operations == []
