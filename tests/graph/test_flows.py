"""Flows follow from wiring, say from what, and are drawn with the source above."""

from __future__ import annotations

from graph import Graph, Kind
from graph.flows import flow_level, with_flows
from tests.graph.stacks import needs, node, small, stack


def flows(graph: Graph) -> set[tuple[str, str, tuple[str, ...], bool]]:
    """Source, target, what, and whether it may go both ways; by short ids."""
    ids = graph.ids
    return {
        (ids[edge.source], ids[edge.target], edge.labels, edge.both)
        for edge in with_flows(graph).edges
        if edge.kind is Kind.FLOW
    }


def test_a_bucket_sends_its_access_logs() -> None:
    graph = with_flows(small())
    (flow,) = [edge for edge in graph.edges if edge.kind is Kind.FLOW]
    assert (graph.ids[flow.source], graph.ids[flow.target]) == ("lake-raw", "lake-logs")
    assert flow.labels == ("access logs",)
    assert flow.derived == "lake-raw-logging: targetBucket"


def test_a_queue_sends_its_dead_letters_and_an_event_rule_its_events() -> None:
    queue, dead = node("queue"), node("dead")
    rule, target = (
        node("rule", "aws:cloudwatch/eventRule:EventRule"),
        node("t", "aws:cloudwatch/eventTarget:EventTarget"),
    )
    edges = [needs(queue, dead, "redrivePolicy"), needs(target, rule, "rule"), needs(target, queue, "arn")]
    assert flows(stack(queue, dead, rule, target, edges=edges)) == {
        ("queue", "dead", ("dead letters",), False),
        ("rule", "queue", ("events",), False),
    }


def test_what_is_wired_by_nothing_known_flows_nowhere() -> None:
    one, other = node("one"), node("other")
    assert flows(stack(one, other, edges=[needs(one, other, "arn"), needs(one, other)])) == set()


def test_the_level_has_the_source_as_what_is_needed() -> None:
    graph = with_flows(small())
    level = flow_level(graph)
    assert [graph.ids[child] for child in level.children] == ["lake-logs", "lake-raw"]
    ((arrow),) = level.arrows
    assert (graph.ids[arrow.source], graph.ids[arrow.target]) == ("lake-logs", "lake-raw")


def test_flows_that_follow_from_others_are_shown_all_the_same() -> None:
    a, b, c = node("a"), node("b"), node("c")
    edges = [needs(a, b, "redrivePolicy"), needs(b, c, "redrivePolicy"), needs(a, c, "redrivePolicy")]
    assert len(flow_level(with_flows(stack(a, b, c, edges=edges))).arrows) == 3
