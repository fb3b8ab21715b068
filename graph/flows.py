"""Where data goes, as far as the declarations tell it: derived from wiring, and said to be.

Nothing records that a pod reads a bucket. But its account's role may, an event rule has a target, a queue its dead
letters, a local queue its cluster queue. From these follow the flows; what is wired by other means is not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from graph.access import accesses
from graph.cluster_flows import cluster_flows
from graph.levels import Level, level_of
from graph.model import Edge, Graph, Kind
from graph.wiring import SELF, Wiring

_WIRES: Final = {
    "aws:s3/bucketLogging:BucketLogging": ("bucket", "targetBucket", "access logs"),
    "aws:s3/bucketNotification:BucketNotification": ("bucket", "queues", "notifications"),
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ("bucket", "rules", "replicas"),
    "aws:sqs/queue:Queue": (SELF, "redrivePolicy", "dead letters"),
    "aws:cloudwatch/eventTarget:EventTarget": ("rule", "arn", "events"),
    "aws:cloudwatch/metricAlarm:MetricAlarm": (SELF, "alarmActions", "alarms"),
    "aws:ec2/flowLog:FlowLog": ("vpcId", "logDestination", "flow logs"),
    "aws:sns/topicSubscription:TopicSubscription": ("topic", "endpoint", "messages"),
    "aws:lambda/eventSourceMapping:EventSourceMapping": ("eventSourceArn", "functionName", "events"),
}
"""Types that wire one thing to another: the property that says where data comes from, where it goes, and what it is."""


def with_flows(graph: Graph) -> Graph:
    """The graph with the flows that its wiring tells."""
    wiring = Wiring(graph)
    found = [*_wired(wiring), *accesses(wiring), *cluster_flows(wiring)]
    return Graph.of(graph.subject, graph.origin, graph.nodes, [*graph.edges, *_merged(found)], graph.notes)


def flow_level(graph: Graph) -> Level:
    """Everything that data comes from or goes to, as one level: what it comes from is above."""
    flows = [edge for edge in graph.edges if edge.kind is Kind.FLOW]
    ends = {urn for edge in flows for urn in (edge.source, edge.target)}
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for edge in flows:
        counts[edge.target, edge.source] += 1
    return level_of([node.urn for node in graph.nodes if node.urn in ends], counts, reduced=False)


def _wired(wiring: Wiring) -> Iterator[Edge]:
    for node in wiring.graph.nodes:
        if node.type not in _WIRES:
            continue
        here, there, what = _WIRES[node.type]
        for source in wiring.made_of(node.urn, here):
            for target in wiring.made_of(node.urn, there):
                told = f"{wiring.called(node)}: {there}"
                yield Edge(source=source, target=target, kind=Kind.FLOW, labels=(what,), derived=told)


def _merged(flows: Iterable[Edge]) -> list[Edge]:
    """One edge for each pair of ends, with all that goes there, and from all that it follows."""
    pairs: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for flow in flows:
        if flow.source != flow.target:
            pairs[flow.source, flow.target].append(flow)
    merged = []
    for (source, target), same in pairs.items():
        # What may go both ways says nothing beside what is known to go one way.
        if (target, source) in pairs and all(one.both for one in same):
            continue
        merged.append(
            replace(
                same[0],
                labels=tuple(sorted({label for one in same for label in one.labels})),
                derived="; ".join(sorted({one.derived for one in same})),
                both=all(one.both for one in same),
            )
        )
    return merged
