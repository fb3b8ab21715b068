"""A graph is the same in whatever order its parts come, and its ids are short and unique."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Edge, Graph, Kind
from tests.graph.stacks import component, needs, node, small, stack, urn


def test_the_order_of_nodes_and_edges_does_not_matter() -> None:
    graph = small()
    nodes, edges = list(graph.nodes), list(graph.edges)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    assert Graph.of(graph.subject, graph.origin, nodes, edges, graph.notes) == graph


def test_what_is_said_twice_counts_once() -> None:
    one, other = node("one"), node("other")
    assert len(stack(one, other, edges=[needs(one, other), needs(one, other)]).edges) == 1


def test_an_edge_that_leads_nowhere_is_left_out_and_noted() -> None:
    one = node("one")
    graph = stack(one, edges=[Edge(source=one.urn, target=urn("gone"), kind=Kind.DEPENDS_ON)])
    assert graph.edges == ()
    assert graph.notes == ("1 edges lead to resources that are not there, and are left out",)


def test_two_nodes_of_one_urn_are_refused() -> None:
    with pytest.raises(ValueError, match="same URN"):
        stack(node("one"), node("one"))


def test_a_name_is_an_id_as_long_as_only_one_has_it() -> None:
    graph = stack(node("one"), component("one"), node("two"))
    ids = {graph.by_urn[urn].type: short for urn, short in graph.ids.items()}
    assert ids["p:index:Part"] == "p:index:Part::one"
    assert graph.ids[urn("two")] == "two"


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "a", "a::b", "t:t:T::a"]), st.sampled_from(["t:t:T", "a", ""])), unique=True
    )
)
def test_ids_are_unique_whatever_names_there_are(pairs: list[tuple[str, str]]) -> None:
    graph = stack(*(node(name, type_) for name, type_ in pairs))
    assert len(set(graph.ids.values())) == len(graph.nodes)
