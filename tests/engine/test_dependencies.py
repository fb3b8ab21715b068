"""Who needs whom among recorded resources."""

from __future__ import annotations

from engine.dependencies import DependencyGraph, needs
from engine.resource import ResourceState
from tests.engine.states import queue, urn_of

PROVIDER = "urn:pulumi:dev::golden::pulumi:providers:aws::p"


def names(states: list[ResourceState]) -> list[str]:
    return [state.name for state in states]


def test_a_resource_needs_all_that_it_refers_to() -> None:
    state = queue(
        "q",
        parent=urn_of("parent"),
        dependencies=[urn_of("dependency")],
        property_dependencies={"arn": [urn_of("property")]},
        provider=f"{PROVIDER}::id",
        deleted_with=urn_of("with"),
        replace_with=[urn_of("replaced")],
    )
    others = [urn_of("dependency"), urn_of("property"), PROVIDER, urn_of("with"), urn_of("replaced")]
    assert list(needs(state)) == [urn_of("parent"), *others]
    assert list(needs(state, parent=False)) == others
    assert list(needs(queue("alone"))) == []


def chain() -> DependencyGraph:
    """`a` ← `b` ← `c`, `b` ← `d`; `child` of `a`; `e` stands alone."""
    return DependencyGraph(
        [
            queue("a"),
            queue("b", dependencies=[urn_of("a")]),
            queue("child", parent=urn_of("a")),
            queue("c", property_dependencies={"x": [urn_of("b")]}),
            queue("d", deleted_with=urn_of("b")),
            queue("e"),
        ]
    )


def test_dependents_come_in_dependency_order_through_others_too() -> None:
    assert names(chain().dependents(urn_of("a"))) == ["b", "c", "d"]
    assert names(chain().dependents(urn_of("e"))) == []


def test_being_a_child_counts_only_when_asked_for() -> None:
    assert names(chain().dependents(urn_of("a"), children=True)) == ["b", "child", "c", "d"]
    assert names(chain().direct(urn_of("a"))) == ["b"]
    assert names(chain().direct(urn_of("a"), children=True)) == ["b", "child"]


def test_what_is_left_out_takes_along_what_needs_only_that() -> None:
    assert names(chain().dependents(urn_of("a"), without={urn_of("b")}, children=True)) == ["child"]


def test_renamed_resource_keeps_its_dependents() -> None:
    graph = chain()
    graph.rename(urn_of("a"), urn_of("renamed"))
    assert names(graph.dependents(urn_of("renamed"), children=True)) == ["b", "child", "c", "d"]
    assert graph.dependents(urn_of("a")) == []


def test_resource_waiting_for_deletion_and_its_replacement_both_count() -> None:
    graph = DependencyGraph(
        [queue("a"), queue("b", dependencies=[urn_of("a")]), queue("b", delete=True, dependencies=[urn_of("a")])]
    )
    assert names(graph.dependents(urn_of("a"))) == ["b", "b"]
