"""Where each node is drawn: in its parent, or with the resource that it is a part of.

Pulumi knows parents only: a bucket's versioning, encryption and policy stand beside it, as eight resources of equal
rank. They are drawn as its parts if nothing contradicts it: they are of the same service and another type, made of this
one resource's outputs or named after it, and no neighbour is made of theirs. That is derived, and decides only where a
box stands.
"""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Mapping

from graph.model import ROOT, Graph, Kind, Node
from graph.order import needed_first

STACK_TYPE = "pulumi:pulumi:Stack"


def homes(graph: Graph) -> Mapping[str, str]:
    """The URN of what each node is drawn in, by URN; `ROOT` for what stands by itself. The stack itself is left out."""
    outside = {node.urn for node in graph.nodes if node.type == STACK_TYPE}
    found = {
        node.urn: node.parent if node.parent in graph.by_urn and node.parent not in outside else ROOT
        for node in graph.nodes
        if node.urn not in outside
    }
    _break_circles(found)
    return found | _owners(graph, found)


def _break_circles(found: dict[str, str]) -> None:
    """No state that an engine wrote holds a circle of parents; a damaged one must not hang what shows it."""
    for urn in found:
        seen = {urn}
        at = urn
        while (parent := found.get(at, ROOT)) != ROOT:
            if parent in seen:
                found[at] = ROOT
                break
            seen.add(parent)
            at = parent


def _owners(graph: Graph, parents: Mapping[str, str]) -> dict[str, str]:
    """What each part is a part of."""
    beside = _beside(graph, parents)
    made_of: dict[str, set[str]] = defaultdict(set)
    used: set[str] = set()
    for edge in graph.edges:
        if edge.kind is Kind.PROPERTY and edge.target in beside[edge.source]:
            made_of[edge.source].add(edge.target)
            used.add(edge.target)
    holding = set(parents.values())
    owners: dict[str, str] = {}
    reached: dict[str, int] = {}  # a bit for each node: thousands of sets would take gigabytes
    bit = {urn: 1 << number for number, urn in enumerate(beside)}
    for urn in needed_first({urn: sorted(needs) for urn, needs in beside.items()})[0]:
        reached[urn] = bit[urn] | functools.reduce(operator.or_, (reached.get(need, 0) for need in beside[urn]), 0)
        part = graph.by_urn[urn]
        owner = "" if urn in used or urn in holding else _owner(graph, part, made_of[urn])
        if not owner:
            continue
        whole = graph.by_urn[owner]
        others = (need for need in beside[urn] if need != owner and owners.get(need) != owner)
        # What needs something that needs the owner in turn would close a circle around it.
        round_about = any(bit[owner] & reached.get(need, 0) for need in others)
        alike = _service(whole) == _service(part) and whole.type != part.type
        if whole.custom and owner not in holding and alike and not round_about:
            owners[urn] = owner
    return owners


def _owner(graph: Graph, part: Node, made_of: set[str]) -> str:
    """The one that it is made of; of several, the one that it is named after; empty if there is none such."""
    if len(made_of) == 1:
        return next(iter(made_of))
    named = [urn for urn in made_of if f"{part.name}-".startswith(f"{graph.by_urn[urn].name}-")]
    longest = max((len(graph.by_urn[urn].name) for urn in named), default=0)
    best = [urn for urn in named if len(graph.by_urn[urn].name) == longest]
    return best[0] if len(best) == 1 else ""


def _beside(graph: Graph, parents: Mapping[str, str]) -> dict[str, set[str]]:
    """What each needs of those that have the same parent."""
    found: dict[str, set[str]] = {node.urn: set() for node in graph.nodes}
    for edge in graph.edges:
        needing = edge.kind in (Kind.PROPERTY, Kind.DEPENDS_ON) and edge.source != edge.target
        if needing and parents.get(edge.source) == parents.get(edge.target) is not None:
            found[edge.source].add(edge.target)
    return found


def _service(node: Node) -> str:
    """`aws:s3` of `aws:s3/bucketPolicy:BucketPolicy`; all that is in a cluster is of one."""
    package = node.type.partition(":")[0]
    return package if package == "kubernetes" else node.type.partition("/")[0]
