"""A trail records objects by basic or by advanced selectors."""

from __future__ import annotations

from typing import Any

import pytest

from policies.facts.trails import records_objects
from policies.node import UNKNOWN
from policies.resource import Resource
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE
OBJECTS = {"type": "AWS::S3::Object", "values": ["arn:aws:s3"]}
OF_OBJECTS = {"field": "resources.type", "equals": ["AWS::S3::Object"]}


def recorded(**properties: Any) -> tuple[Truth, Truth]:
    trail = Resource(urn="urn::t", type="t", name="t", properties=properties)
    return records_objects(trail, "ReadOnly"), records_objects(trail, "WriteOnly")


@pytest.mark.parametrize(
    ("selector", "reads_and_writes"),
    [
        ({"dataResources": [OBJECTS]}, (T, T)),
        ({"dataResources": [OBJECTS], "readWriteType": "All"}, (T, T)),
        ({"dataResources": [OBJECTS], "readWriteType": "ReadOnly"}, (T, F)),
        ({"dataResources": [OBJECTS], "readWriteType": UNKNOWN}, (U, U)),
        ({"dataResources": [{"type": "AWS::S3::Object", "values": []}]}, (F, F)),
        ({"dataResources": [{"type": "AWS::Lambda::Function", "values": ["arn:aws:lambda"]}]}, (F, F)),
    ],
)
def test_basic(selector: Any, reads_and_writes: tuple[Truth, Truth]) -> None:
    assert recorded(eventSelectors=[selector]) == reads_and_writes


@pytest.mark.parametrize(
    ("fields", "reads_and_writes"),
    [
        ([OF_OBJECTS], (T, T)),
        ([OF_OBJECTS, {"field": "readOnly", "equals": ["true"]}], (T, F)),
        ([OF_OBJECTS, {"field": "readOnly", "equals": ["false"]}], (F, T)),
        ([OF_OBJECTS, {"field": "eventName", "equals": ["PutObject"]}], (F, F)),
        ([{"field": "eventCategory", "equals": ["Management"]}], (F, F)),
    ],
)
def test_advanced(fields: Any, reads_and_writes: tuple[Truth, Truth]) -> None:
    assert recorded(advancedEventSelectors=[{"fieldSelectors": fields}]) == reads_and_writes
