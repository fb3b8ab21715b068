"""Mermaid takes what is written: labels are escaped, its limits are kept, and what is left out is said."""

from __future__ import annotations

import itertools
import re

import pytest

from graph.flows import with_flows
from graph.mermaid import ARROWS_MAX, LENGTH_MAX, as_mermaid
from tests.graph.stacks import component, flat, large, needs, node, small, stack

LINE = re.compile(
    r'flowchart (BT|TB)|  %% [^\n]+|\s+n\d+\["[^"\[\]{}<>`|\\]*(<br/>[^"\[\]{}<>`|\\]*)*"\]'
    r'|\s+subgraph n\d+\["[^"<>]+"\]|\s+end|\s+n\d+ (-->|<-->)(\|"[^"|]*"\|)? n\d+'
)


def test_components_are_boxes_and_deeper_ones_are_counted() -> None:
    assert as_mermaid(small()).splitlines() == [
        "flowchart BT",
        '  n0["desk<br/>Part · 1 resource<br/>1 delete · ▲ 1"]',
        '  n2["keys<br/>Part · 1 resource<br/>$1\N{EN DASH}$3"]',
        '  n4["lake<br/>Part · 4 resources<br/>1 create · 1 replace · 1 update"]',
        "  n0 --> n4",
        "  n4 --> n2",
    ]


def test_deeper_boxes_are_subgraphs() -> None:
    lines = as_mermaid(small(), 3).splitlines()
    assert '  subgraph n4["lake"]' in lines
    assert '    subgraph n6["raw"]' in lines
    assert '      n8["policy<br/>s3 · BucketPolicy<br/>1 create"]' in lines
    assert "    n6 --> n5" in lines
    assert sum("subgraph" in line for line in lines) == sum(line.strip() == "end" for line in lines)


def test_flows_say_what_goes_there() -> None:
    assert as_mermaid(with_flows(small()), view="flow").splitlines() == [
        "flowchart TB",
        '  n5["lake-logs<br/>s3 · Bucket"]',
        '  n6["lake-raw<br/>s3 · Bucket"]',
        '  n6 -->|"access logs"| n5',
    ]


@pytest.mark.parametrize("name", ['a"b', "</script>", "`code`", "a;b#c", "[x](y)", "a\nb", "{}|", "\\", "end", "ü→🔑"])
def test_names_cannot_break_out_of_their_labels(name: str) -> None:
    part = component(name)
    for line in as_mermaid(stack(part, node(f"{name}-x", parent=part.urn)), 2).splitlines():
        assert LINE.fullmatch(line), line


@pytest.mark.parametrize("depth", [1, 2, 9])
@pytest.mark.parametrize("view", ["structure", "flow"])
def test_mermaid_limits_are_kept(depth: int, view: str) -> None:
    queues = [node(f"q{number}") for number in range(600)]
    chain = stack(*queues, edges=[needs(one, other, "redrivePolicy") for one, other in itertools.pairwise(queues)])
    for graph in (with_flows(chain), large(2000), flat(2000)):
        text = as_mermaid(graph, depth, view)
        assert len(text) <= LENGTH_MAX
        assert text.count("-->") <= ARROWS_MAX
        assert all(LINE.fullmatch(line) for line in text.splitlines())


def test_what_is_left_out_is_said() -> None:
    assert "%% 2 of 3 levels: more is more than Mermaid draws" in as_mermaid(large(2000), 3)
    assert re.search(r"%% \d+ lines are left out: more than Mermaid draws", as_mermaid(flat(2000)))
    assert "%%" not in as_mermaid(small(), 9)
