"""Parts are drawn with the resource that they are a part of; all else with its parent."""

from __future__ import annotations

from graph.homes import homes
from graph.model import ROOT, Graph
from tests.graph.stacks import component, needs, node, small, stack

BUCKET, POLICY, VERSIONING = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucketV:Versioning"


def drawn_in(graph: Graph) -> dict[str, str]:
    """The name of what each is drawn in, by name."""
    return {graph.by_urn[one].name: graph.by_urn[home].name if home else "" for one, home in homes(graph).items()}


def test_parts_stand_with_their_owner_and_components_outside() -> None:
    assert drawn_in(small()) == {
        "keys": "",
        "lake": "",
        "desk": "",
        "keys-lake": "keys",
        "lake-raw": "lake",
        "lake-logs": "lake",
        "lake-raw-policy": "lake-raw",
        # It is made of two buckets, and named after one of them.
        "lake-raw-logging": "lake-raw",
        "desk-jobs": "desk",
    }


def test_what_a_neighbour_is_made_of_is_no_part() -> None:
    bucket, policy, user = node("b", BUCKET), node("p", POLICY), node("u", VERSIONING)
    graph = stack(bucket, policy, user, edges=[needs(policy, bucket, "bucket"), needs(user, policy, "policy")])
    assert drawn_in(graph) == {"b": "", "p": "", "u": "p"}


def test_what_is_of_another_service_is_no_part() -> None:
    bucket, queue = node("b", BUCKET), node("q")
    assert drawn_in(stack(bucket, queue, edges=[needs(queue, bucket, "arn")])) == {"b": "", "q": ""}


def test_what_is_of_the_same_type_is_no_part() -> None:
    """A queue stands beside the queue of its dead letters, not in it."""
    queue, dead = node("q"), node("q-dead")
    assert drawn_in(stack(queue, dead, edges=[needs(queue, dead, "redrivePolicy")])) == {"q": "", "q-dead": ""}


def test_everything_in_a_cluster_is_of_one_service() -> None:
    space, quota = node("s", "kubernetes:core/v1:Namespace"), node("q", "kubernetes:policy/v1:Budget")
    assert drawn_in(stack(space, quota, edges=[needs(quota, space, "metadata")])) == {"s": "", "q": "s"}


def test_what_is_made_of_two_and_named_after_neither_is_no_part() -> None:
    one, other, between = node("one", BUCKET), node("other", BUCKET), node("copy", POLICY)
    graph = stack(one, other, between, edges=[needs(between, one, "from"), needs(between, other, "to")])
    assert drawn_in(graph)["copy"] == ""


def test_what_needs_something_that_needs_the_owner_is_no_part() -> None:
    """Drawn in the owner it would close a circle: the owner's box would need what needs it."""
    owner, late, between = node("o", BUCKET), node("o-late", POLICY), node("q")
    edges = [needs(late, owner, "bucket"), needs(late, between), needs(between, owner, "arn")]
    assert drawn_in(stack(owner, late, between, edges=edges))["o-late"] == ""


def test_a_part_may_need_another_part_of_its_owner() -> None:
    owner, first, second = node("o", BUCKET), node("o-1", POLICY), node("o-2", VERSIONING)
    edges = [needs(first, owner, "bucket"), needs(second, owner, "bucket"), needs(second, first)]
    assert drawn_in(stack(owner, first, second, edges=edges)) == {"o": "", "o-1": "o", "o-2": "o"}


def test_a_component_owns_nothing_but_its_children() -> None:
    part = component("c")
    queue = node("q", "p:index:Other")
    assert drawn_in(stack(part, queue, edges=[needs(queue, part, "x")])) == {"c": "", "q": ""}


def test_a_circle_of_parents_is_cut() -> None:
    one, other = component("one"), component("other")
    graph = stack(component("one", parent=other.urn), component("other", parent=one.urn))
    assert sorted(drawn_in(graph).values()) in (["", "one"], ["", "other"])
    assert ROOT in homes(graph).values()
