"""Secrets are taken out of text in every form in which they are repeated, and little else is."""

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from protocol.masking import Mask
from protocol.values import Secret
from tests.secrecy import NASTY, repeated

secrets = st.text(st.characters(exclude_categories=["Cs"]), min_size=8, max_size=40)
around = st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]), max_size=12)


@given(secrets, around, around)
@example(NASTY["quotes"], "", "")
@example(NASTY["lines"], "x", "y")
@example(NASTY["unicode"], "", "")
@example(NASTY["markup"], "", "")
@example(NASTY["percent"], "", "")
def test_a_secret_is_taken_out_in_every_form(secret: str, before: str, after: str) -> None:
    mask = Mask(Secret(secret))
    for form in repeated(secret):
        assert form not in mask(f"«{before}»{form}«{after}»")


@given(secrets, st.binary(max_size=8), st.binary(max_size=8))
def test_within_the_base64_of_something_longer_none_of_its_bytes_is_left(
    secret: str, before: bytes, after: bytes
) -> None:
    """All but the ends, whose bits stand in one letter with those of the neighbours."""
    octets = secret.encode()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        text = encode(before + octets + after).decode()
        masked = Mask(Secret(secret))(text)
        first, last = -(-len(before) * 8 // 6), (len(before) + len(octets)) * 8 // 6
        assert text[first:last] not in masked
        assert "[secret]" in masked


@given(st.lists(secrets, min_size=1, max_size=4, unique=True))
def test_of_secrets_that_overlap_no_rest_is_left(many: list[str]) -> None:
    mask = Mask([Secret(one) for one in many], Secret(many[0][4:] + "tail"))
    assert mask(many[0] + "tail") == "[secret]"


def test_secrets_are_found_wherever_they_stand() -> None:
    mask = Mask({"a": [Secret({"deep": "hunter2"})], "b": Secret([471147, 2.71828])})
    mask.add(Secret(("later-on",)))
    assert mask("hunter2, 471147, 2.71828, later-on") == "[secret], [secret], [secret], [secret]"


def test_what_is_not_secret_stays() -> None:
    mask = Mask({"plain": "visible", "secret": Secret({"password": "hunter2", "n": 5432, "on": True, "empty": ""})})
    assert mask("visible password 54321 15432 1.5432 True") == "visible password 54321 15432 1.5432 True"


def test_short_secrets_do_not_tear_words_apart_unless_that_is_wanted() -> None:
    assert Mask(Secret("on"))("the region is gone") == "the region is gone"
    assert Mask(Secret("on"), shortest=1)("not on") == "not [secret]"
    assert Mask(Secret(""), shortest=1)("as it is") == "as it is"


def test_one_letter_secrets_do_not_make_a_message_grow_out_of_bounds() -> None:
    assert Mask(*map(Secret, "secrt[]"), shortest=1)("secret") == "[secret]"


def test_the_lines_of_a_secret_are_secret_and_what_follows_a_name_in_one() -> None:
    mask = Mask(Secret("kind: Config\nusers:\n- token: 'abcdefgh12'\n"))
    assert mask("bad token abcdefgh12 in a Config") == "bad token [secret] in a Config"
    assert mask("line 3: - token: 'abcdefgh12'") == "line 3: [secret]"


def test_what_stands_in_a_secret_document_is_secret() -> None:
    mask = Mask(Secret(json.dumps({"user": "ml", "password": 'abc"defgh', "more": json.dumps(["inner-most"])})))
    assert mask('ml: abc"defgh, inner-most') == "ml: [secret], [secret]"
    assert Mask(Secret("{not a document"))("{not a document") == "[secret]"
    assert Mask(Secret("[" * 100_000))("[]") == "[]"


def test_a_name_within_a_secret_counts_only_if_it_looks_like_a_secret_itself() -> None:
    mask = Mask(Secret({"tok3n-abcdefgh": "hunter2", "aws_secret_access_key": "hunter3"}))
    assert mask("tok3n-abcdefgh aws_secret_access_key") == "[secret] aws_secret_access_key"


@pytest.mark.parametrize(
    "told",
    [
        json.dumps({"a": "x\"y\\z&<é>"}),
        json.dumps({"a": "x\"y\\z&<é>"}, ensure_ascii=False),
        json.dumps(json.dumps({"a": "x\"y\\z&<é>"})),
        repr({"a": "x\"y\\z&<é>"}),
        repr("x\"y\\z&<é>".encode()),
        ascii("x\"y\\z&<é>"),
        html.escape("x\"y\\z&<é>"),
        quote("x\"y\\z&<é>"),
        quote_plus("x\"y\\z&<é>").lower(),
        "x\"y\\z&<é>".encode().hex(),
    ],
)  # fmt: skip
def test_examples(told: str) -> None:
    assert Mask(Secret('x"y\\z&<é>'))(told) in (
        '{"a": "[secret]"}',
        '"{\\"a\\": \\"[secret]\\"}"',
        "{'a': '[secret]'}",
        "b'[secret]'",
        "'[secret]'",
        "[secret]",
    )
