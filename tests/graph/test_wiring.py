"""What properties are made of, and what is found by type."""

from __future__ import annotations

from graph.wiring import SELF, Wiring, at, texts
from tests.graph.stacks import needs, node, stack

SPACE = "kubernetes:core/v1:Namespace"


def test_a_property_is_made_of_what_the_edges_say() -> None:
    one, other = node("one"), node("other")
    wiring = Wiring(stack(one, other, edges=[needs(one, other, "arn", "url"), needs(other, one)]))
    assert list(wiring.made_of(one.urn, "arn")) == list(wiring.made_of(one.urn, "url")) == [other.urn]
    assert list(wiring.made_of(one.urn, "name")) == []
    assert list(wiring.made_of(one.urn, SELF)) == [one.urn]
    assert wiring.called(one) == "one"


def test_a_kubernetes_kind_is_found_in_every_version() -> None:
    old, new, other = node("a", "kubernetes:g.io/v1beta1:Gate"), node("b", "kubernetes:g.io/v1:Gate"), node("c", SPACE)
    wiring = Wiring(stack(old, new, other))
    assert [one.name for one in wiring.kinds("g.io", "Gate")] == ["a", "b"]
    assert [one.name for one in wiring.of(SPACE)] == ["c"]


def test_values_are_looked_for_wherever_they_may_not_be() -> None:
    assert at({"a": {"b": 1}}, "a", "b") == 1
    assert at({"a": "[unknown]"}, "a", "b") is None
    assert list(texts({"name": "x", "of": [{"name": "y"}, {"name": 3}, "z"]}, "name")) == ["x", "y"]
