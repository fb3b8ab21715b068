"""What the program logs."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest
from pulumi.runtime.proto import engine_pb2

from engine.engine_service import EngineService
from engine.events import Event
from engine.progress import Progress
from tests.engine.memory_provider import Cloud
from tests.engine.programs import Item, urn_of
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_logged_error_fails_the_operation_and_a_warning_does_not(stack: Deployer) -> None:
    result = stack(lambda: pulumi.log.error("no"), succeeds=False)
    assert result.summary.errors == ["no"]
    assert stack(lambda: pulumi.log.warn("mind")).summary.warnings == ["mind"]


@pytest.mark.parametrize(
    ("log", "severity"),
    [(pulumi.log.info, "info"), (pulumi.log.warn, "warning"), (pulumi.log.error, "error"), (pulumi.log.debug, "debug")],
)
def test_messages_become_events_of_their_severity_and_resource(
    stack: Deployer, cloud: Cloud, log: Any, severity: str
) -> None:
    def program() -> None:
        log("about it", resource=Item("item"))

    result = stack(program, succeeds=severity != "error", debug=True)
    found = [event.json().get("diagnosticEvent") for event in result.events]
    (body,) = [body for body in found if body and body["message"] == "about it\n"]
    assert (body["severity"], body["prefix"], body["urn"]) == (severity, f"{severity}: ", urn_of("item"))


def test_debug_messages_are_not_told_unless_asked_for(stack: Deployer) -> None:
    result = stack(lambda: pulumi.log.debug("by the way"))
    assert "by the way" not in str([event.json() for event in result.events])


def test_secret_of_the_configuration_is_masked_in_what_the_program_logs(stack: Deployer) -> None:
    config = {"strata:token": {"secure": stack.encrypted("hunter2-and-more")}}
    result = stack(lambda: pulumi.log.warn("the token is hunter2-and-more"), config)
    assert result.summary.warnings == ["the token is [secret]"]
    assert "hunter2" not in str([event.json() for event in result.events])


def test_ephemeral_message_stays_ephemeral() -> None:
    events: list[Event] = []
    service = EngineService(Progress(events.append, planning=False, debug=False))
    service.Log(engine_pb2.LogRequest(severity=engine_pb2.INFO, message="50 %", ephemeral=True))
    assert [event.json()["diagnosticEvent"]["ephemeral"] for event in events] == [True]


def test_every_verb_of_the_protocol_that_the_sdk_uses_is_there() -> None:
    """The root resource is kept by the SDK itself; it no longer asks the engine for it."""
    service = engine_pb2.DESCRIPTOR.services_by_name["Engine"]
    missing = {method.name for method in service.methods if not hasattr(EngineService, method.name)}
    assert missing == {"GetRootResource", "SetRootResource", "StartDebugging"}


def test_required_version_is_said_not_to_be_checked(stack: Deployer) -> None:
    result = stack(lambda: pulumi.require_pulumi_version(">=99.0.0"))
    assert result.summary.warnings == ["the program requires Pulumi >=99.0.0; the embedded engine does not check that"]
