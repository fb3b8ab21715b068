"""Each box shows the arrows between what stands in it, without those that follow from others."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from graph import Edge, Kind
from graph.levels import Arrow, End, Level, boxes_of, level_of
from graph.model import ROOT
from graph.order import needed_first
from tests.graph.stacks import component, needs, node, small, stack, urn


def part(name: str) -> str:
    return urn(name, "p:index:Part")


def test_an_edge_stands_where_its_boxes_part() -> None:
    boxes = boxes_of(small())
    assert boxes[ROOT].arrows == (
        Arrow(part("desk"), part("lake"), 1),
        Arrow(part("lake"), part("keys"), 1),
    )
    raw, logs = urn("lake-raw", "aws:s3/bucket:Bucket"), urn("lake-logs", "aws:s3/bucket:Bucket")
    assert boxes[part("lake")] == Level((logs, raw), (Arrow(raw, logs, 1),))


def test_arrows_say_for_how_many_edges_they_stand() -> None:
    one, other = component("one"), component("other")
    inner = [node(f"one-{number}", parent=one.urn) for number in range(3)]
    key = node("key", parent=other.urn)
    graph = stack(one, other, key, *inner, edges=[needs(each, key, "key") for each in inner])
    assert boxes_of(graph)[ROOT].arrows == (Arrow(one.urn, other.urn, 3),)


def test_components_that_need_each_other_have_an_arrow_with_two_tips() -> None:
    one, other = component("one"), component("other")
    a, b, c = node("a", parent=one.urn), node("b", parent=other.urn), node("c", parent=one.urn)
    level = boxes_of(stack(one, other, a, b, c, edges=[needs(a, b), needs(b, c)]))[ROOT]
    (arrow,) = level.arrows
    assert {arrow.source, arrow.target} == {one.urn, other.urn}
    assert (arrow.count, arrow.tip) == (2, End.BOTH)


def test_what_closes_a_longer_circle_is_drawn_the_other_way_round() -> None:
    level = level_of(["a", "b", "c"], {("a", "b"): 1, ("b", "c"): 1, ("c", "a"): 4})
    assert level.arrows == (Arrow("a", "b", 1), Arrow("a", "c", 4, End.SOURCE), Arrow("b", "c", 1))


@given(st.sets(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde")).filter(lambda pair: pair[0] != pair[1])))
def test_every_need_has_its_arrow_unless_it_follows_from_others(pairs: set[tuple[str, str]]) -> None:
    level = level_of("abcde", dict.fromkeys(pairs, 1), reduced=False)
    told = set()
    for arrow in level.arrows:
        told |= {(arrow.source, arrow.target)} if arrow.tip is not End.SOURCE else set()
        told |= {(arrow.target, arrow.source)} if arrow.tip is not End.TARGET else set()
    assert told == pairs
    assert needed_first({one: [a.target for a in level.arrows if a.source == one] for one in "abcde"})[1] == set()


def test_a_provider_is_needed_visibly_only_if_a_component_holds_it() -> None:
    inside, cluster = component("in"), component("cluster")
    whole, own = node("aws", "pulumi:providers:aws"), node("k8s", "pulumi:providers:kubernetes", parent=cluster.urn)
    one = node("one", parent=inside.urn)
    edges = [Edge(source=one.urn, target=target.urn, kind=Kind.PROVIDER) for target in (whole, own)]
    assert boxes_of(stack(inside, cluster, whole, own, one, edges=edges))[ROOT].arrows == (
        Arrow(inside.urn, cluster.urn, 1),
    )


NODES = [f"n{number}" for number in range(7)]
ARROWS = st.sets(st.sampled_from(list(combinations(NODES, 2))))


def reachable(arrows: set[tuple[str, str]]) -> set[tuple[str, str]]:
    reached = set(arrows)
    for middle in NODES:
        into = {source for source, target in reached if target == middle}
        out = {target for source, target in reached if source == middle}
        reached |= {(source, target) for source in into for target in out}
    return reached


@given(ARROWS)
def test_what_is_left_out_follows_from_the_rest_and_nothing_of_the_rest_does(arrows: set[tuple[str, str]]) -> None:
    level = level_of(NODES, dict.fromkeys(arrows, 1))
    kept = {(arrow.source, arrow.target) for arrow in level.arrows}
    assert kept <= arrows
    assert reachable(kept) == reachable(arrows)
    assert all(one not in reachable(kept - {one}) for one in kept)
    assert {
        (one.source, one.target) for one in level_of(NODES, dict.fromkeys(arrows, 1), reduced=False).arrows
    } == arrows
