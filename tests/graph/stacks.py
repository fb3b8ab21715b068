"""Graphs to test with."""

from __future__ import annotations

from typing import Any

from graph import Cost, Edge, Finding, Graph, Kind, Node

STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"


def urn(name: str, type_: str = "aws:sqs/queue:Queue") -> str:
    return f"urn:pulumi:dev::p::{type_}::{name}"


def node(name: str, type_: str = "aws:sqs/queue:Queue", **more: Any) -> Node:
    return Node(**{"urn": urn(name, type_), "name": name, "type": type_, "parent": STACK, **more})


def component(name: str, parent: str = STACK) -> Node:
    return node(name, "p:index:Part", custom=False, parent=parent)


def needs(source: Node, target: Node, *properties: str) -> Edge:
    kind = Kind.PROPERTY if properties else Kind.DEPENDS_ON
    return Edge(source=source.urn, target=target.urn, kind=kind, labels=properties)


def stack(*nodes: Node, edges: tuple[Edge, ...] | list[Edge] = (), notes: tuple[str, ...] = ()) -> Graph:
    root = Node(urn=STACK, name="p-dev", type="pulumi:pulumi:Stack", custom=False)
    return Graph.of("p/dev", "planned", [root, *nodes], edges, notes)


VIOLATION = Finding(rule="queue-sealed", severity="high", outcome="violated", title="queues are sealed", path="kms")


def small() -> Graph:
    """Keys; a lake of two buckets with their parts, which need a key; a desk with a queue, which needs the lake."""
    keys, lake, desk = component("keys"), component("lake"), component("desk")
    key = node("keys-lake", "aws:kms/key:Key", parent=keys.urn, cost=Cost(low=1, high=3, sources=("https://a.b",)))
    raw = node("lake-raw", "aws:s3/bucket:Bucket", parent=lake.urn, protect=True, step="update")
    policy = node("lake-raw-policy", "aws:s3/bucketPolicy:BucketPolicy", parent=lake.urn, step="create")
    logs = node("lake-logs", "aws:s3/bucket:Bucket", parent=lake.urn, step="same")
    logging = node("lake-raw-logging", "aws:s3/bucketLogging:BucketLogging", parent=lake.urn, step="replace")
    jobs = node(
        "desk-jobs", parent=desk.urn, step="delete", findings=(VIOLATION,), properties={"name": "jobs", "kms": None}
    )
    edges = [
        needs(policy, raw, "bucket", "policy"),
        needs(logging, raw, "bucket"),
        needs(logging, logs, "targetBucket"),
        needs(raw, key, "kmsKeyId"),
        needs(jobs, key, "kmsMasterKeyId"),
        needs(jobs, raw),
    ]
    return stack(keys, lake, desk, key, raw, policy, logs, logging, jobs, edges=edges, notes=("a note",))


def large(resources: int) -> Graph:
    """Teams of forty resources each, in layers that need each other, and now and then another team's."""
    nodes: list[Node] = []
    edges: list[Edge] = []
    types = ("aws:sqs/queue:Queue", "aws:iam/role:Role", "kubernetes:apps/v1:Deployment", "aws:s3/bucket:Bucket")
    for number in range(resources):
        team, place = divmod(number, 40)
        if not place:
            nodes.append(component(f"team-{team:03}"))
        if place % 10 == 0:
            nodes.append(component(f"team-{team:03}-part-{place // 10}", urn(f"team-{team:03}", "p:index:Part")))
        home = urn(f"team-{team:03}-part-{place // 10}", "p:index:Part")
        values = {"tags": {"team": f"{team:03}", "place": place}, "size": number, "text": "x" * 300}
        one = node(
            f"team-{team:03}-thing-{place:02}",
            types[place % 4],
            parent=home,
            step=("same", "create", "update")[number % 3],
            findings=(VIOLATION,) if number % 50 == 7 else (),
            cost=Cost(low=1.5, high=3),
            properties=values,
        )
        custom = [other for other in nodes if other.custom][-min(place, 7) :] if place else []
        edges += [needs(one, other, "input") for other in custom[::3]]
        if team and place % 13 == 0:
            edges.append(needs(one, next(other for other in nodes if other.name == "team-000-thing-01")))
        nodes.append(one)
    return stack(*nodes, edges=edges)


def flat(resources: int) -> Graph:
    """No component at all: every resource stands beside all others, and needs three of those before it."""
    nodes = [node(f"thing-{number:05}", f"aws:sqs/q{number % 5}:Q") for number in range(resources)]
    edges = [
        needs(nodes[number], nodes[number // share], "input")
        for number in range(1, resources)
        for share in (2, 3, 5)
        if number // share != number
    ]
    return stack(*nodes, edges=edges)


def idle() -> Graph:
    """Two islands, and more that need nothing and that nothing needs."""
    nodes = [node(f"thing-{number:02}") for number in range(14)]
    return stack(
        *nodes, edges=[needs(nodes[1], nodes[0], "a"), needs(nodes[2], nodes[1], "a"), needs(nodes[4], nodes[3])]
    )
