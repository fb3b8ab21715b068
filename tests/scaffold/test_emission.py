"""New YAML reads as written by hand, and is read as it was meant by readers of every version."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from scaffold.emission import as_block, as_flow


def test_an_item_has_lines_of_its_own_and_what_is_small_has_one() -> None:
    item = {
        "name": "vision",
        "quotas": {"cpu": {"cpus": 2, "memory_gib": 0.5}},
        "capacity": ["spot", "on_demand"],
        "reasons": {"capacity": "runs may wait"},
        "pools": [{"name": "a"}, {"name": "b", "gpus": 1}],
    }
    assert as_block([item]) == [
        "- name: vision",
        "  quotas:",
        "    cpu: {cpus: 2, memory_gib: 0.5}",
        "  capacity: [spot, on_demand]",
        "  reasons: {capacity: runs may wait}",
        "  pools:",
        "    - name: a",
        "    - name: b",
        "      gpus: 1",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("ml-platform", "ml-platform"),
        ("ML platform", "ML platform"),
        ("fraud/7", "fraud/7"),
        ("0815", '"0815"'),
        ("yes", '"yes"'),
        ("Null", '"Null"'),
        ("a: b", '"a: b"'),
        ("a #b", '"a #b"'),
        ("=x", '"=x"'),
        ("", '""'),
        ("é", '"é"'),
        (True, "true"),
        (None, "null"),
        (0.5, "0.5"),
        ({"on": 1, "strata:queues": []}, '{"on": 1, strata:queues: []}'),
    ],
)
def test_text_is_in_quotes_only_where_it_might_be_something_else(value: Any, written: str) -> None:
    assert as_flow(value) == written


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="ascii", categories=["L", "N", "P", "Zs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abn1:- ", min_size=1), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(["name", "no", "strata:a"]), VALUES, min_size=1))
def test_it_is_read_as_meant(value: dict[str, Any]) -> None:
    for text in ("\n".join(as_block([value])), as_flow([value])):
        assert yaml.safe_load(text) == [value]
        assert YAML(typ="safe", pure=True).load(text) == [value]
