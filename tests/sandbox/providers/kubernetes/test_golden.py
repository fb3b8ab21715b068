"""The provider answers the official engine's calls as the official provider did, over a real control plane."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict
from pulumi.runtime.proto import provider_pb2 as pb

from protocol.values import Props, decode, encode
from sandbox.providers.kubernetes.api_server import ApiServer
from tests.sandbox.providers.kubernetes.driver import Driver

CALLS = [json.loads(line) for line in (Path(__file__).parent / "golden" / "calls.jsonl").read_text().splitlines()]
REQUESTS = {
    "Check": pb.CheckRequest,
    "Create": pb.CreateRequest,
    "Delete": pb.DeleteRequest,
    "Diff": pb.DiffRequest,
    "Update": pb.UpdateRequest,
}
SERVER_MADE = {"creationTimestamp", "generation", "managedFields", "resourceVersion", "uid"}
# Times, addresses and wording that differ from run to run; a status that the real server had not filled in yet.
VOLATILE = {"__fieldManager", "clusterIP", "clusterIPs", "conditions", "acceptedNames", "terminatingReplicas"}


def answer(driver: Driver, call: dict[str, Any]) -> Any:
    request = ParseDict(call["request"], REQUESTS[call["verb"]]())
    return getattr(driver.provider, call["verb"])(request)


def stable(value: Any) -> Any:
    """The value without what no two runs share; generated names keep their logical part."""
    if isinstance(value, dict):
        return {name: stable(element) for name, element in value.items() if name not in SERVER_MADE | VOLATILE}
    if isinstance(value, list):
        return [stable(element) for element in value]
    return re.sub(r"-[0-9a-f]{8}$", "-xxxxxxxx", value) if isinstance(value, str) else value


def decoded(properties: dict[str, Any]) -> Props:
    return decode(ParseDict(properties, encode({})))


def test_every_call_of_a_life_is_answered_as_the_official_provider_did(driver: Driver, cluster: ApiServer) -> None:
    compared = []
    for call in CALLS:
        ours, theirs = answer(driver, call), call["response"]
        where = f"{call['verb']} {call['request']['urn']}"
        if call["verb"] == "Check":
            assert stable(decode(ours.inputs)) == stable(decoded(theirs["inputs"])), where
            assert not ours.failures, where
        elif call["verb"] == "Diff":
            expected = ParseDict(theirs, pb.DiffResponse())
            assert ours == expected, where
        elif call["verb"] in ("Create", "Update"):
            assert stable(decode(ours.properties)) == stable(decoded(theirs["properties"])), where
            if call["verb"] == "Create":
                assert ours.id == theirs["id"], where
        compared.append(call["verb"])
    assert {verb: compared.count(verb) for verb in REQUESTS} == {
        "Check": 15,
        "Create": 8,
        "Delete": 8,
        "Diff": 7,
        "Update": 1,
    }
    assert cluster.list() == []
