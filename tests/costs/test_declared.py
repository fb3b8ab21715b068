"""Properties are read with their kinds; what is there and not known is never taken for absent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.declared import Declaration, Declared, Facts, NotKnownError
from policies.resource import Resource

UNKNOWN = object()
FACTS = Facts(
    {
        "n": 3,
        "written": "20",
        "t": "x",
        "yes": "true",
        "l": ["a"],
        "o": {"p": {"q": UNKNOWN}},
        "e": [{"k": 1}],
        "u": UNKNOWN,
    }
)


def test_values_are_read() -> None:
    assert (FACTS.number("n"), FACTS.number("written"), FACTS.number("absent", 7)) == (3, 20, 7)
    assert (FACTS.text("t"), FACTS.text("absent", "z"), FACTS.flag("yes"), FACTS.flag("absent")) == (
        "x",
        "z",
        True,
        False,
    )
    assert (FACTS.texts("l"), FACTS.items("absent"), FACTS.has("u"), FACTS.has("absent")) == (["a"], [], True, False)
    assert [one.number("k") for one in FACTS.each("e")] == [1]
    assert FACTS.inside("absent", "deeper").text("x", "d") == "d"


@pytest.mark.parametrize(
    "read", [Facts.number, Facts.text, Facts.flag, Facts.texts, Facts.items, Facts.each, Facts.inside]
)
def test_an_unknown_value_is_named(read: object) -> None:
    with pytest.raises(NotKnownError, match=r"^u is not known yet$"):
        read(FACTS, "u")  # type: ignore[operator]


def test_an_unknown_value_within_is_named_by_its_path() -> None:
    with pytest.raises(NotKnownError, match=r"^o\.p\.q is not known yet$"):
        FACTS.inside("o", "p").number("q")


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_whatever_a_number_is_it_is_one_or_not_known(value: object) -> None:
    try:
        found = Facts({"n": value}).number("n")
    except NotKnownError:
        return
    assert 0 <= found < 1e15


def test_resources_of_policies_and_plain_ones_are_declared() -> None:
    plain = Declaration(urn="urn:pulumi:s::p::t::one", type="t", properties={})
    assert plain.name == "one"
    assert isinstance(plain, Declared)
    assert isinstance(Resource(urn="u", type="t", name="n", properties={}), Declared)
