"""What came of a step: outputs, or an error for people."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from engine.errors import EngineError, ProgramError, ResourceError
from engine.outcome import explain, known, settle
from engine.step import Op, Step
from protocol.provider import InitializationFailed, ProviderError
from protocol.values import UNKNOWN, Secret, decode, encode
from tests.engine.programs import Item, options
from tests.engine.states import queue
from tests.engine.states import urn_of as golden_urn
from tests.harness import Deployer

ITEM = "test:index:Item"


def test_additional_secret_outputs_and_outputs_of_secret_inputs_are_secret(stack: Deployer) -> None:
    def program() -> None:
        opts = options(additional_secret_outputs=["number"])
        Item("item", opts, value=pulumi.Output.secret("s3cret"), plain=1)

    outputs = stack(program).outputs(ITEM, "item")
    assert outputs == {"number": Secret(1), "value": Secret("s3cret"), "plain": 1}
    assert stack(program).summary.changes == {"same": 2}


@pytest.mark.parametrize(
    ("inputs", "named", "outputs", "expected"),
    [
        ({}, [], {"a": 1}, {"a": 1}),
        ({}, ["a", "absent"], {"a": 1, "b": 2}, {"a": Secret(1), "b": 2}),
        ({"a": Secret(1)}, [], {"a": 1, "b": 2}, {"a": Secret(1), "b": 2}),
        ({"a": [Secret(1)]}, [], {"a": [1]}, {"a": Secret([1])}),
        ({"a": Secret(1)}, ["a"], {"a": Secret(1)}, {"a": Secret(1)}),
        ({"a": {"b": Secret(1)}}, [], {"a": {"b": Secret(1), "c": 2}}, {"a": {"b": Secret(1), "c": 2}}),
        ({"only-an-input": Secret(1)}, [], {"b": 2}, {"b": 2}),
        (
            {"password": Secret('hunter"2-long')},
            [],
            {"url": 'ml://ml:hunter"2-long@db', "parts": ['a hunter"2-long'], "id": "db-1"},
            {"url": Secret('ml://ml:hunter"2-long@db'), "parts": Secret(['a hunter"2-long']), "id": "db-1"},
        ),
        (
            {"data": Secret({"token": "hunter2-long"})},
            [],
            {"live": {"data": Secret({"token": "hunter2-long"}), "last": '{"token": "hunter2-long"}'}},
            {"live": Secret({"data": {"token": "hunter2-long"}, "last": '{"token": "hunter2-long"}'})},
        ),
        ({"name": Secret("short")}, [], {"arn": "arn:short"}, {"arn": "arn:short"}),
    ],
)
def test_outputs_are_secret_where_the_program_or_an_input_says_so(
    inputs: Any, named: list[str], outputs: Any, expected: Any
) -> None:
    """What the provider keeps secret by itself is left as it is."""
    settled, wire = settle(queue("jobs", inputs=inputs, additional_secret_outputs=named), encode(outputs))
    assert settled == expected
    assert decode(wire) == expected


URN = golden_urn("jobs")


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ProviderError("no room"), f"{URN}: create failed: no room"),
        (ProviderError(f"{URN}: no room"), f"{URN}: create failed: no room"),
        (ProviderError(f"{URN}: {URN}: no room"), f"{URN}: create failed: no room"),
        (InitializationFailed("i", {}, {}, ["a", "b"]), f"{URN}: create: it exists, but is not ready: a; b"),
        (InitializationFailed("i", {}, {}, [f"{URN}: a"]), f"{URN}: create: it exists, but is not ready: a"),
        (EngineError("no provider"), f"{URN}: no provider"),
        (EngineError(f"{URN}: no provider"), f"{URN}: no provider"),
        (ProgramError("twice"), f"{URN}: twice"),
        (ResourceError(golden_urn("other"), "gone"), f"{golden_urn('other')}: gone"),
        (KeyError("Size"), f"{URN}: create failed: the provider or the engine has a bug: KeyError: 'Size'"),
    ],
)
def test_error_names_resource_step_and_cause_once(error: Exception, message: str) -> None:
    explained = explain(Step(op=Op.CREATE, new=queue("jobs")), error)
    assert isinstance(explained, ResourceError)
    assert str(explained) == message


def test_outputs_that_are_not_known_stay_as_they_were_recorded() -> None:
    """A run with targets leaves out what they depend on; what was never recorded is left out, too."""
    outputs = {"url": UNKNOWN, "urls": {"a": Secret(UNKNOWN)}, "size": 2, "never": [UNKNOWN]}
    recorded = {"url": "https://a", "urls": {"a": "b"}, "size": 1, "gone": 3}
    assert known(outputs, recorded) == {"url": "https://a", "urls": {"a": "b"}, "size": 2}
