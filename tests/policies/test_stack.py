"""Resources are bound to each other by dependency, id, name or ARN; what may be bound is told apart."""

from __future__ import annotations

from typing import Any

import pytest

from policies.finding import Finding, Outcome
from policies.node import UNKNOWN, Node
from policies.resource import Resource
from policies.stack import Stack
from policies.truth import Truth

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


def resource(name: str, type_: str = "t", **fields: Any) -> Resource:
    return Resource(urn=f"urn::{name}", type=type_, name=name, **{"properties": {}, **fields})


def side(name: str, of: Any, depends: tuple[str, ...] | None = None) -> Resource:
    depended = None if depends is None else {"bucket": depends}
    return resource(name, "side", properties={"bucket": of, "on": True}, property_dependencies=depended)


def test_bound_by_dependency_while_ids_are_unknown() -> None:
    one, other = resource("one"), resource("other")
    mine = side("mine", UNKNOWN, ("urn::one",))
    stack = Stack([one, other, mine])
    assert stack.bound_to(one, ("side",), by="bucket").certain == (mine,)
    assert stack.bound_to(other, ("side",), by="bucket").certain == ()
    assert stack.bound_to(other, ("side",), by="bucket").some() is F


def test_bound_by_id_name_or_arn_in_a_plain_list() -> None:
    one = resource("one", id="one-1", outputs={"arn": "arn:one"}, properties={"bucket": "data"})
    sides = [side("by-id", "one-1"), side("by-arn", "arn:one"), side("by-name", "data"), side("none", "other")]
    bound = Stack([one, *sides]).bound_to(one, ("side",), by="bucket")
    assert {each.name for each in bound.certain} == {"by-id", "by-arn", "by-name"}


def test_what_may_be_bound_decides_nothing() -> None:
    one = resource("one")
    bound = Stack([one, side("maybe", UNKNOWN)]).bound_to(one, ("side",), by="bucket")
    assert (bound.certain, [each.name for each in bound.possible]) == ((), ["maybe"])
    assert bound.some() is U
    assert bound.some(lambda each: each["on"].is_false()) is F


def test_a_value_refers_to_resources() -> None:
    key, other = resource("key", "key", id="k-1"), resource("other", "key")
    user = resource("user", properties={"key": UNKNOWN}, property_dependencies={"key": ("urn::key", "urn::gone")})
    named = resource("named", properties={"key": "k-1"})
    stack = Stack([key, other, user, named])
    assert stack.referred(user["key"], ("key",)) == [key]
    assert stack.referred(named["key"], ("key",)) == [key]
    assert stack.referred(user["none"], ("key",)) == []


def test_by_type_and_by_urn() -> None:
    one, other = resource("one", "a"), resource("other", "b")
    stack = Stack([one, other])
    assert [*stack.of("b", "a", "c")] == [other, one]
    assert (stack.find("urn::one"), stack.find("none")) == (one, None)


def test_what_is_missing_altogether_is_the_stacks() -> None:
    root = resource("strata-dev", "pulumi:pulumi:Stack")
    stack = Stack([root])
    assert stack.require(F, "none is there") == [Finding("urn::strata-dev", "", Outcome.VIOLATED, "none is there")]
    assert [each.outcome for each in stack.require(U)] == [Outcome.UNKNOWN]
    assert stack.require(T) == []
    assert Stack([], "given").urn == "given"


def test_bound_by_what_lies_further_in_and_by_any_element_of_a_list() -> None:
    one = resource("one", id="one-1")
    inner = resource("inner", "side", properties={"to": {"groups": [{"ids": ["other", "one-1"]}]}})
    planned = resource("planned", "side", properties={"to": UNKNOWN}, property_dependencies={"to": ("urn::one",)})
    unsaid = resource("unsaid", "side", properties={"to": {"groups": [{"ids": [UNKNOWN]}]}})
    bound = Stack([one, inner, planned, unsaid]).bound_to(one, ("side",), by="to.groups.ids")
    assert {each.name for each in bound.certain} == {"inner", "planned"}
    assert bound.possible == (unsaid,)


def test_users_name_a_resource_anywhere_or_depend_on_it() -> None:
    one = resource("one", id="one-1")
    deep = resource("deep", properties={"a": [{"b": {"c": "one-1"}}]})
    planned = resource("planned", properties={"a": UNKNOWN}, property_dependencies={"a": ("urn::one",)})
    depending = resource("depending", dependencies=("urn::one",))
    unsaid = resource("unsaid", properties={"a": [UNKNOWN]})
    users = Stack([one, deep, planned, depending, unsaid, resource("other", id="one-2")]).users(one)
    assert users.certain == (planned, depending, deep)
    assert users.possible == (unsaid,)


def test_what_holds_of_the_resource_that_a_value_names() -> None:
    one = resource("one", id="one-1")
    stack = Stack([one])
    assert stack.some_referred(Node("one-1"), ("t",), lambda found: T if found is one else F) is T
    assert stack.some_referred(Node("one-1"), ("t",), lambda _: F) is F
    assert stack.some_referred(Node("other"), ("t",), lambda _: T) is F
    assert stack.some_referred(Node(UNKNOWN), ("t",), lambda _: T) is U
    assert stack.some_referred(Node(None), ("t",), lambda _: T) is F


@pytest.mark.parametrize("reference", ["{urn}", "{urn}::04da6b54", "{urn}::an::id", "", "urn:of::another"])
def test_the_provider_of_a_resource_by_urn_or_reference(reference: str) -> None:
    provider = resource("providers:aws::main")
    queue = resource("q", provider=reference.format(urn=provider.urn))
    found = Stack([provider, queue]).provider_of(queue)
    assert found is (provider if reference in ("{urn}", "{urn}::04da6b54") else None)
