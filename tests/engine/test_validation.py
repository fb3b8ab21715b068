"""What a registration must fulfil: a name, a type, properties of a sensible depth, and nothing it refers to missing."""

from __future__ import annotations

import pytest

from engine.errors import ProgramError
from engine.resource import ResourceState
from engine.validation import properties, refuse_dangling, refuse_malformed
from protocol.values import DEPTH_MAX, encode
from tests.engine.mutation import nested
from tests.engine.programs import urn_of


@pytest.mark.parametrize(
    ("type_", "custom"),
    [("aws:sqs/queue:Queue", True), ("pulumi:providers:aws", True), ("strata:index:Queues", False), ("mine", False)],
)
def test_usual_types_are_fine(type_: str, *, custom: bool) -> None:
    refuse_malformed(type_, "name", custom=custom)


@pytest.mark.parametrize(
    ("type_", "name", "custom", "message"),
    [
        ("a:b:C", "", True, "a resource of type 'a:b:C' has no name"),
        ("", "x", True, "'x': '' is not a type; one looks like aws:sqs/queue:Queue"),
        ("a:b", "x", True, "'x': 'a:b' is not a type; one looks like aws:sqs/queue:Queue"),
        ("a:b$c:D", "x", True, "'x': 'a:b$c:D' is not a type; one looks like aws:sqs/queue:Queue"),
        ("", "x", False, "'x': '' is not the type of a component; one looks like strata:index:Queues"),
        ("a::b", "x", False, "'x': 'a::b' is not the type of a component; one looks like strata:index:Queues"),
        (
            "pulumi:providers:aws",
            "x",
            False,
            "'x': 'pulumi:providers:aws' is not the type of a component; one looks like strata:index:Queues",
        ),
    ],
)
def test_what_no_urn_can_be_made_of_is_refused(type_: str, name: str, *, custom: bool, message: str) -> None:
    with pytest.raises(ProgramError) as caught:
        refuse_malformed(type_, name, custom=custom)
    assert str(caught.value) == message


def test_properties_are_nested_so_deep_and_no_deeper() -> None:
    assert properties(encode({"a": nested(DEPTH_MAX)}), "x") == {"a": nested(DEPTH_MAX)}
    with pytest.raises(ProgramError, match="x: a value is nested more than 100 levels deep"):
        properties(encode({"a": nested(DEPTH_MAX + 1)}), "x")


@pytest.mark.parametrize(
    ("field", "value", "role"),
    [
        ("parent", urn_of("gone"), "parent"),
        ("dependencies", [urn_of("gone")], "dependency"),
        ("property_dependencies", {"size": [urn_of("gone")]}, "dependency (property size)"),
        ("deleted_with", urn_of("gone"), "deletedWith"),
        ("replace_with", [urn_of("gone")], "replaceWith"),
        ("provider", f"{urn_of('gone')}::id", "provider"),
    ],
)
def test_a_reference_to_what_is_not_there_is_refused(field: str, value: object, role: str) -> None:
    new = ResourceState(**{"urn": urn_of("new"), "custom": True, "type": "test:index:Item", field: value})
    refuse_dangling(new, {urn_of("gone")}.__contains__)
    with pytest.raises(ProgramError) as caught:
        refuse_dangling(new, {urn_of("new")}.__contains__)
    assert str(caught.value) == (
        f"{urn_of('new')}: its {role} {urn_of('gone')!r} is no resource that the program has registered before"
    )
