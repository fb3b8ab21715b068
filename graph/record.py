"""The graph as JSON: `strata graph --format json`, and what the page holds.

{
  "version": 1,
  "subject": "strata/dev",
  "origin": "planned" | "recorded",
  "notes": [text],
  "nodes": [{
    "id": short and unique, "urn", "name", "type", "component": bool,
    "home": id of what it is drawn in, or null, "parent": id or null,
    "step"?: "create" | "update" | "replace" | "delete" | "same" | …, "protect"?: true,
    "properties"?: {}, "outputs"?: {},
    "findings"?: [{"rule", "severity", "outcome", "title", "path"?, "detail"?, "fix"?}],
    "cost"?: {"low": number | null, "high": number | null, "why"?, "sources"?: [text]}
  }],
  "edges": [{
    "source": id, "target": id, "kind": "property" | "dependsOn" | "provider" | "flow",
    "labels"?: [text], "derived"?: text, "both"?: true
  }]
}

An edge goes from what needs to what is needed; a flow, from where data comes to where it goes. Absent means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from graph.homes import homes
from graph.model import ROOT, Edge, Graph, Node

VERSION: Final = 1
"""Grows when a field changes its meaning or goes; not when one is added."""
Record = dict[str, Any]


def record(graph: Graph) -> Record:
    """The graph as JSON can hold it."""
    home = homes(graph)
    return {
        "version": VERSION,
        "subject": graph.subject,
        "origin": graph.origin,
        "notes": list(graph.notes),
        "nodes": [_node(graph, node, home.get(node.urn, ROOT)) for node in graph.nodes],
        "edges": [_edge(graph.ids, edge) for edge in graph.edges],
    }


def _node(graph: Graph, node: Node, home: str) -> Record:
    told: Record = {
        "id": graph.ids[node.urn],
        "urn": node.urn,
        "name": node.name,
        "type": node.type,
        "component": not node.custom,
        "home": graph.ids.get(home),
        "parent": graph.ids.get(node.parent),
    }
    cost = _filled(asdict(node.cost), always={"low", "high"}) if node.cost else None
    more = {
        "step": node.step,
        "protect": node.protect,
        "properties": dict(node.properties),
        "outputs": dict(node.outputs),
        "findings": [_filled(asdict(one)) for one in node.findings],
        "cost": cost,
    }
    return told | _filled(more)


def _edge(ids: Mapping[str, str], edge: Edge) -> Record:
    told = {"source": ids[edge.source], "target": ids[edge.target], "kind": edge.kind.value}
    return told | _filled({"labels": list(edge.labels), "derived": edge.derived, "both": edge.both})


def _filled(record: Mapping[str, Any], always: frozenset[str] | set[str] = frozenset()) -> Record:
    return {name: value for name, value in record.items() if value or name in always}
