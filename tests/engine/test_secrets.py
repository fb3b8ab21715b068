"""Secrets are encrypted as by the official passphrase provider, and stay as they are until they change."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import PassphraseError, StateError
from engine.secrets import FLOAT_SIGNATURE, Crypter, Sealer
from protocol.values import SECRET_SIGNATURE, SIGNATURE, UNKNOWN, Secret
from tests.engine.states import PASSPHRASE, crypter, sealer

AT = ("urn", "outputs")
text = st.text(st.characters(exclude_categories=["Cs"]))
leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | text | st.just(UNKNOWN)
names = text.filter(lambda name: name != SIGNATURE)
values = st.recursive(
    leaves, lambda inner: st.lists(inner) | st.dictionaries(names, inner) | inner.map(Secret), max_leaves=20
)


def plain(secret: str) -> dict[str, str]:
    return {SIGNATURE: SECRET_SIGNATURE, "ciphertext": secret}


def test_reads_what_the_official_cli_encrypted() -> None:
    assert crypter().decrypt("v1:CS0/Ik1tBWP95qJO:xcymbR5yzdJNevPZHgNBG1TnDW2TWlWexmoZeA==") == "s3cr3t-value"


@given(text)
def test_decrypt_gives_back_what_was_encrypted(secret: str) -> None:
    ciphertext = crypter().encrypt(secret)
    assert crypter().decrypt(ciphertext) == secret
    version, nonce, _ = ciphertext.split(":")
    assert (version, len(nonce)) == ("v1", 16)


def test_the_same_text_never_gives_the_same_ciphertext() -> None:
    assert crypter().encrypt("x") != crypter().encrypt("x")


def test_a_new_salt_proves_its_passphrase_and_no_other() -> None:
    made = Crypter.create("one")
    assert Crypter("one", made.salt).decrypt(made.encrypt("x")) == "x"
    with pytest.raises(PassphraseError, match="incorrect passphrase"):
        Crypter("another", made.salt)


@pytest.mark.parametrize("salt", ["", "v1", "v1:AAAA", "v2:AAAA:v1:x:y", "v1:***:v1:x:y"])
def test_a_damaged_salt_is_refused(salt: str) -> None:
    with pytest.raises(StateError):
        Crypter(PASSPHRASE, salt)


@pytest.mark.parametrize(
    "ciphertext", ["", "v1:x", "v2:AAAA:AAAA", "v1:AAAA:AAAA", "v1:!:!", "v1:CS0/Ik1tBWP95qJO:AAAA"]
)
def test_a_damaged_ciphertext_is_refused_without_showing_it(ciphertext: str) -> None:
    with pytest.raises(StateError) as caught:
        crypter().decrypt(ciphertext)
    assert not ciphertext.strip() or ciphertext not in str(caught.value)


@given(values)
def test_unseal_gives_back_what_was_sealed(value: Any) -> None:
    stored = json.loads(json.dumps(sealer().seal(value, at=AT)))
    assert sealer().unseal(stored, at=AT) == value


@given(values)
def test_no_secret_is_stored_in_plain_text(value: Any) -> None:
    stored = json.dumps(sealer().seal({"open": 1, "secret": Secret([value, "s3cr3t-value"])}, at=AT))
    assert "s3cr3t-value" not in stored


@pytest.mark.parametrize("number", [math.inf, -math.inf])
def test_numbers_that_json_cannot_hold_survive(number: float) -> None:
    stored = Sealer(None).seal([number], at=AT)
    assert stored[0][SIGNATURE] == FLOAT_SIGNATURE
    assert Sealer(None).unseal(json.loads(json.dumps(stored)), at=AT) == [number]
    assert sealer().unseal(sealer().seal(Secret(number), at=AT), at=AT) == Secret(number)


def test_not_a_number_survives() -> None:
    assert math.isnan(Sealer(None).unseal(Sealer(None).seal(math.nan, at=AT), at=AT))


def test_an_unchanged_secret_keeps_its_ciphertext() -> None:
    first = sealer().seal({"a": Secret("<&>"), "b": Secret("<&>"), "c": [Secret(1)]}, at=AT)
    reader = sealer()
    value = reader.unseal(first, at=AT)
    assert reader.seal(value, at=AT) == first
    value["a"] = Secret("other")
    second = reader.seal(value, at=AT)
    assert second["a"] != first["a"]
    assert (second["b"], second["c"]) == (first["b"], first["c"])


def test_equal_secrets_in_different_places_do_not_share_a_ciphertext() -> None:
    stored = sealer().seal({"a": Secret("x"), "b": Secret("x")}, at=AT)
    assert stored["a"]["ciphertext"] != stored["b"]["ciphertext"]


def test_a_ciphertext_of_go_is_kept_although_its_json_is_escaped() -> None:
    stored = plain(crypter().encrypt('"\\u003ca\\u003e"'))
    reader = sealer()
    value = reader.unseal(stored, at=AT)
    assert value == Secret("<a>")
    assert reader.seal(value, at=AT) == stored


def test_a_secret_in_a_secret_reads_as_the_official_engine_writes_it() -> None:
    inner = json.dumps({"deep": plain('"x"')})
    assert sealer().unseal(plain(crypter().encrypt(inner)), at=AT) == Secret({"deep": Secret("x")})


def test_a_secret_in_plain_text_is_read_and_then_encrypted() -> None:
    value = Sealer(None).unseal({SIGNATURE: SECRET_SIGNATURE, "plaintext": '"x"'}, at=AT)
    assert value == Secret("x")
    assert set(sealer().seal(value, at=AT)) == {SIGNATURE, "ciphertext"}


def test_without_a_passphrase_there_are_no_secrets() -> None:
    with pytest.raises(PassphraseError, match="PULUMI_CONFIG_PASSPHRASE"):
        Sealer(None).seal(Secret(1), at=AT)


def test_the_key_is_derived_only_when_a_secret_comes() -> None:
    calls: list[str] = []

    def derive() -> Crypter:
        calls.append("derived")
        return crypter()

    lazy = Sealer(derive)
    lazy.seal({"a": 1}, at=AT)
    assert calls == []
    lazy.seal([Secret(1), Secret(2)], at=AT)
    assert calls == ["derived"]


@pytest.mark.parametrize("record", [{}, {"plaintext": "{"}, {"ciphertext": 1}, {"plaintext": None}])
def test_a_damaged_secret_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(StateError, match="damaged"):
        sealer().unseal({SIGNATURE: SECRET_SIGNATURE} | record, at=AT)


@pytest.mark.parametrize("digits", [None, "", "zz", "00"])
def test_a_damaged_number_is_refused(digits: str | None) -> None:
    with pytest.raises(StateError, match="a number is damaged"):
        Sealer(None).unseal({SIGNATURE: FLOAT_SIGNATURE, "value": digits}, at=AT)
