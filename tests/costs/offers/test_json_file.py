"""A price list as JSON, read in pieces."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.offers import json_file
from costs.offers.csv_file import read_csv
from costs.offers.json_file import read_json
from costs.offers.line import OfferError
from tests.costs.offers.lists import INSTANCE, LINUX, as_csv, as_json


@pytest.mark.parametrize("indent", [0, 1, 4])
def test_it_tells_the_same_as_the_csv(indent: int) -> None:
    found = read_json(io.StringIO(as_json(indent=indent)))
    assert found.prices() == read_csv(io.StringIO(as_csv())).prices()
    assert len(found.prices()) == 3


@given(st.integers(1, 200))
def test_where_it_is_cut_into_pieces_does_not_matter(size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_file, "CHUNK", size)
        assert len(read_json(io.StringIO(as_json())).prices()) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "it ends too early"),
        ("[]", r"'\[' stands where '{' should"),
        ("{", "it ends too early"),
        (as_json()[:-400], "it ends too early|it is no JSON"),
        (
            '{"offers": {"AmazonEC2": {"currentVersionUrl": "/x"}}}',
            "it has no terms: an index of offers only names files",
        ),
        ('{"offerCode": "AmazonEC2", "products": 5}', "'5' stands where '{' should"),
        ('{"offerCode": "AmazonEC2", "products": {}, "terms": {}}', "no publication date"),
        (as_json([("X", LINUX, [("Hrs", "0", "cheap")])]), "is no price"),
        (as_json().replace('"priceDimensions"', '"dimensions"'), "its terms are not as AWS writes them"),
        ("[" * 100_000, "stands where"),
        ('{"a": ' + "[" * 100_000, "it is no JSON"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, message: str) -> None:
    with pytest.raises(OfferError, match=message):
        read_json(io.StringIO(text))


def test_a_piece_that_is_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_file, "PIECE_MAX", 10_000)
    monkeypatch.setattr(json_file, "CHUNK", 1_000)
    with pytest.raises(OfferError, match="it is no JSON"):
        read_json(io.StringIO(json.dumps({"disclaimer": "x" * 50_000})))
    assert len(read_json(io.StringIO(as_json([INSTANCE]))).prices()) == 1


@given(st.text(max_size=40))
def test_whatever_stands_in_it_is_a_list_or_told(text: str) -> None:
    with pytest.raises(OfferError):
        read_json(io.StringIO(text))
