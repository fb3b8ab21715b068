"""The picture: well-formed whatever names hold, the same each time, without overlaps, readable in both settings."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Graph
from graph.flows import with_flows
from graph.svg import STYLE, as_svg
from tests.graph.colours import contrast, declared
from tests.graph.stacks import component, large, node, small, stack

SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(picture).iter(f"{SVG}text")]


def frames(picture: str) -> list[tuple[float, float, float, float]]:
    found = []
    for one in ET.fromstring(picture).iter(f"{SVG}rect"):
        x, y, width, height = (float(one.attrib[name]) for name in ("x", "y", "width", "height"))
        found.append((x, y, x + width, y + height))
    return found


def test_closed_boxes_tell_what_they_hold() -> None:
    assert texts(as_svg(small())) == [
        *("desk", "1 resource", "AWS: sqs 1", "1 delete · ▲ 1"),
        *("keys", "1 resource", "AWS: kms 1", "$1\N{EN DASH}$3"),
        *("lake", "4 resources", "AWS: s3 4", "1 create · 1 replace · 1 update"),
    ]


def test_deeper_boxes_are_drawn_in_their_boxes() -> None:
    told = texts(as_svg(small(), 3))
    assert told[told.index("logging") :][:2] == ["logging", "s3 · BucketLogging · 1 replace"]
    assert {"desk", "jobs", "keys", "lake", "logs", "policy", "logging"} <= set(told)


def test_the_flow_is_drawn_with_its_own_boxes() -> None:
    assert texts(as_svg(with_flows(small()), view="flow")) == [
        *("lake-logs", "lake · Bucket"),
        *("lake-raw", "lake · Bucket · 1 create · 1 …"),
    ]


@pytest.mark.parametrize("depth", [1, 2, 9])
def test_no_box_overlaps_another_unless_it_holds_it(depth: int) -> None:
    for one, other in combinations(frames(as_svg(large(300), depth)), 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        holds = one[0] <= other[0] and one[1] <= other[1] and one[2] >= other[2] and one[3] >= other[3]
        assert apart or holds


@given(st.lists(st.text(st.characters(codec=None)), max_size=4, unique=True))
def test_any_name_is_text(names: list[str]) -> None:
    parts = [component(name) for name in names]
    inner = [node(f"{name}-in", parent=one.urn) for name, one in zip(names, parts, strict=True) if name]
    picture = as_svg(stack(*parts, *inner), 2)
    assert {one.tag.removeprefix(SVG) for one in ET.fromstring(picture).iter()} <= {
        "svg",
        "style",
        "rect",
        "text",
        "path",
    }


def test_the_same_stack_gives_the_same_picture() -> None:
    graph = large(300)
    again = Graph.of(graph.subject, graph.origin, graph.nodes[::-1], graph.edges[::-1])
    assert as_svg(graph, 2) == as_svg(again, 2)


def test_an_empty_stack_is_an_empty_picture() -> None:
    assert texts(as_svg(stack())) == []


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("text", [".name", ".leaf-name", ".line", ".small"])
@pytest.mark.parametrize("ground", [".frame", ".open", ".leaf"])
def test_texts_stand_out_from_every_ground(text: str, ground: str, dark: bool) -> None:
    fills = declared(STYLE, "fill", dark=dark)
    assert contrast(fills[text], fills[ground]) >= 4.5
