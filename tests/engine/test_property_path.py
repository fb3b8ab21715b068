"""Property paths, as `ignoreChanges` and `replaceOnChanges` use them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ProgramError
from engine.property_path import WILDCARD, Path, covers, keep_old, outside_secrets, parse, render
from protocol.values import Secret

names = st.text(min_size=1, max_size=6)
paths: st.SearchStrategy[Path] = st.lists(names | st.integers(0, 20), max_size=4).map(tuple)
values: st.SearchStrategy[Any] = st.recursive(
    st.integers(0, 3), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner)
)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        ("tags", ("tags",)),
        ("tags.team", ("tags", "team")),
        ("rules[0].port", ("rules", 0, "port")),
        ('data["a.b"]', ("data", "a.b")),
        ('data["a\\"b"][2]', ("data", 'a"b', 2)),
        ('["first"].second', ("first", "second")),
        ("*", (WILDCARD,)),
        ("rules[*].port", ("rules", WILDCARD, "port")),
        ("tags.*", ("tags", WILDCARD)),
        ("[0][1]", (0, 1)),
    ],
)
def test_parse(text: str, path: Path) -> None:
    assert parse(text) == path


@pytest.mark.parametrize("text", ["a[", "a]", "a[x]", 'a["x]', "a..b", "a[-1]"])
def test_what_is_no_path_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ProgramError, match=r"is not a property path, such as tags.team, rules\[0\].port"):
        parse(text)


@given(paths)
def test_rendered_path_is_read_back(path: Path) -> None:
    assert parse(render(path)) == path


def test_rendered_path_looks_as_people_write_it() -> None:
    assert render(("rules", 0, "port")) == "rules[0].port"
    assert render(("data", "a.b")) == 'data["a.b"]'


@pytest.mark.parametrize(
    ("outer", "inner", "covered"),
    [
        ("tags", "tags.team", True),
        ("tags.team", "tags.team", True),
        ("tags.team", "tags", False),
        ("tags.team", "tags.cost", False),
        ("tags", "tagsAll", False),
        ("rules[*].port", "rules[3].port", True),
        ("rules[*].port", "rules[3].protocol", False),
        ("*", "anything.at.all", True),
        ("rules[0]", "rules[1]", False),
    ],
)
def test_path_covers_what_lies_at_or_below_it(outer: str, inner: str, *, covered: bool) -> None:
    assert covers(parse(outer), parse(inner)) is covered


@pytest.mark.parametrize(
    ("path", "old", "new", "kept"),
    [
        ("a", {"a": 1}, {"a": 2, "b": 2}, {"a": 1, "b": 2}),
        ("a", {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ("a", {}, {"a": 2, "b": 2}, {"b": 2}),
        ("a.b", {"a": {"b": 1}}, {"a": {"b": 2, "c": 2}}, {"a": {"b": 1, "c": 2}}),
        ("a.b", {}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ("a.b", {"a": 1}, {"a": {"b": 2}}, {"a": {"b": 2}}),
        ("a[1]", {"a": [1, 1]}, {"a": [2, 2, 2]}, {"a": [2, 1, 2]}),
        ("a[5]", {"a": [1]}, {"a": [2]}, {"a": [2]}),
        ("a[*].b", {"a": [{"b": 1}]}, {"a": [{"b": 2}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 2}]}),
        ("*", {"a": 1, "gone": 1}, {"a": 2, "b": 2}, {"a": 1, "gone": 1}),
        ("a.b", {"a": Secret({"b": 1})}, {"a": Secret({"b": 2})}, {"a": Secret({"b": 1})}),
        ("a.b", {"a": Secret({"b": 1})}, {"a": {"b": 2}}, {"a": {"b": 1}}),
    ],
)
def test_keep_old(path: str, old: Any, new: Any, kept: Any) -> None:
    """Where a path leads to nothing on either side, the new value stays."""
    assert keep_old(parse(path), old, new) == kept


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("a", "a"),
        ("a.b", "a.b"),
        ("a.c", "a.c"),
        ("a.s.hidden", "a.s"),
        ('a.s["hid.den"][3]', "a.s"),
        ("list[1].x.y", "list[1]"),
        ("list[0].x", "list[0].x"),
        ("s.x", "s"),
        ("only_old.x", "only_old"),
        ("#initerror", "#initerror"),
        ("no[path", "no[path"),
    ],
)
def test_a_path_ends_at_the_first_secret_on_its_way(path: str, public: str) -> None:
    """On either side: what was secret is not told when it becomes plain, nor the other way round."""
    old = {"a": {"b": 1, "s": Secret({"hidden": 1})}, "s": {"x": 1}, "only_old": Secret({"x": 1})}
    new = {"a": {"b": 2, "s": {"hidden": 1}}, "s": Secret({"x": 1}), "list": [{"x": 1}, Secret({"x": {"y": 1}})]}
    assert outside_secrets(path, old, new) == public


@given(paths, values)
def test_keeping_what_is_the_same_changes_nothing(path: Path, value: Any) -> None:
    assert keep_old(path, value, value) == value


@given(values, values)
def test_keeping_everything_gives_the_old_value(old: Any, new: Any) -> None:
    assert keep_old((), old, new) == old


@given(paths, values, values)
def test_inputs_are_left_as_they_were(path: Path, old: Any, new: Any) -> None:
    before = repr((old, new))
    keep_old(path, old, new)
    assert repr((old, new)) == before
