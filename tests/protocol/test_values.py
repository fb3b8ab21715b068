"""Wire values keep their meaning on the way to a provider and back."""

import math
from typing import Any

import pytest
from google.protobuf.struct_pb2 import Struct
from hypothesis import given
from hypothesis import strategies as st

from protocol import values
from protocol.values import (
    SIGNATURE,
    UNKNOWN,
    Secret,
    contains_secret,
    contains_unknown,
    decode,
    encode,
    redact,
    reveal,
)

# A wire number is a double: integers beyond 2**53 cannot be told apart.
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**53), max_value=2**53)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
    | st.text().filter(lambda text: text != values.UNKNOWN_WIRE)
    | st.just(UNKNOWN)
)
NAMES = st.text(min_size=1).filter(lambda name: name != SIGNATURE)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner) | inner.map(Secret),
    max_leaves=20,
)
PROPS = st.dictionaries(NAMES, VALUES)


@given(PROPS)
def test_decoding_what_was_encoded_gives_it_back(props: dict[str, Any]) -> None:
    assert decode(encode(props)) == props


@given(PROPS)
def test_nothing_secret_is_left_in_a_redacted_or_revealed_value(props: dict[str, Any]) -> None:
    assert not contains_secret(redact(props))
    assert not contains_secret(reveal(props))


def test_whole_numbers_come_back_as_integers() -> None:
    decoded = decode(encode({"size": 30.0, "ratio": 0.5}))
    assert decoded == {"size": 30, "ratio": 0.5}
    assert type(decoded["size"]) is int


def test_a_true_is_not_a_one() -> None:
    decoded = decode(encode({"flag": True, "count": 1}))
    assert decoded["flag"] is True
    assert type(decoded["count"]) is int


def test_an_infinite_number_survives_instead_of_raising() -> None:
    assert decode(encode({"limit": math.inf})) == {"limit": math.inf}


def test_empty_maps_and_lists_stay_what_they_are() -> None:
    assert decode(encode({"map": {}, "list": []})) == {"map": {}, "list": []}


def test_a_value_of_another_type_is_refused_by_its_name() -> None:
    with pytest.raises(TypeError, match="a value of type set has no wire form"):
        encode({"zones": {"a"}})


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ({"value": "x"}, "x"),
        ({"value": "x", "secret": True}, Secret("x")),
        ({}, UNKNOWN),
        ({"secret": True}, Secret(UNKNOWN)),
    ],
)
def test_an_output_value_is_its_value_secret_or_unknown(output: dict[str, Any], expected: Any) -> None:
    struct = Struct()
    struct.update({"p": {SIGNATURE: values.OUTPUT_SIGNATURE, **output}})
    assert decode(struct)["p"] == expected


def test_assets_keep_their_signature() -> None:
    asset = {SIGNATURE: values.ASSET_SIGNATURE, "text": "hello"}
    assert decode(encode({"source": asset}))["source"] == asset


def test_unknowns_and_secrets_are_found_at_any_depth() -> None:
    assert contains_unknown({"a": [Secret({"b": UNKNOWN})]})
    assert contains_secret({"a": [{"b": Secret(1)}]})
    assert not contains_unknown({"a": [1]})
    assert not contains_secret({"a": [UNKNOWN]})


def test_a_secret_does_not_show_itself() -> None:
    assert "hunter2" not in repr({"password": Secret("hunter2")})
    assert "hunter2" not in f"{Secret('hunter2')}"
