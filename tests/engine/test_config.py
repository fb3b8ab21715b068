"""A stack's configuration reaches the program as from the official CLI, or every mistake in it is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.config import StackConfig, StackFile, as_text, decrypter
from engine.declarations import declare
from engine.errors import ConfigError, PassphraseError
from engine.secrets import Crypter
from tests.engine.states import crypter

SECRET = {"secure": "v1:CS0/Ik1tBWP95qJO:xcymbR5yzdJNevPZHgNBG1TnDW2TWlWexmoZeA=="}
"""`s3cr3t-value`, encrypted by the official CLI."""
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
anything = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
)


def check(document: Mapping[str, Any], declared: Any = None, mistakes: tuple[str, ...] = ()) -> StackConfig:
    declarations, wrong = declare("p", declared)
    assert wrong == []
    file = StackFile(document, list(mistakes), project="p", shown="Pulumi.dev.yaml")
    return file.check(declarations, lambda ciphertext: crypter().decrypt(ciphertext))


def mistakes_in(document: Mapping[str, Any], declared: Any = None) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        check(document, declared)
    return [problem.removeprefix("Pulumi.dev.yaml: ") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("60", "60"),
        ("", ""),
        (60, "60"),
        (True, "true"),
        (None, "null"),
        (1.0, "1"),
        (1.5, "1.5"),
        (-0.0, "-0"),
        (1e-6, "0.000001"),
        (1.5e-7, "1.5e-7"),
        (1e20, "100000000000000000000"),
        (123456789012345680000.0, "123456789012345680000"),
        (1e21, "1e+21"),
        ([1, "a", None], '[1,"a",null]'),
        ({"b": {"y": 1, "x": [True]}, "a": 'q"'}, '{"a":"q\\"","b":{"x":[true],"y":1}}'),
        (["<a> & é\u2028"], '["\\u003ca\\u003e \\u0026 é\\u2028"]'),
    ],
)
def test_values_are_the_text_that_the_official_cli_gives(value: object, text: str) -> None:
    assert check({"config": {"key": value}}).values == {"p:key": text}
    assert as_text(value) == text


exact = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
)
"""Values without floats so large that Go writes them as another whole number."""


@given(exact)
def test_json_means_what_was_written(value: Any) -> None:
    if not isinstance(value, str):
        assert json.loads(as_text(value)) == value


def test_secrets_are_decrypted_wherever_they_stand() -> None:
    config = check({"config": {"token": SECRET, "x:nested": {"a": [SECRET, 1]}, "plain": {"secure": {"a": 1}}}})
    assert config.values == {
        "p:token": "s3cr3t-value",
        "x:nested": '{"a":["s3cr3t-value",1]}',
        "p:plain": '{"secure":{"a":1}}',
    }
    assert config.secret_keys == {"p:token", "x:nested"}


def test_the_history_gets_secrets_encrypted_and_scalars_as_text() -> None:
    recorded = check(
        {"config": {"token": SECRET, "size": 60, "list": [1]}},
        {"free": {"default": 3}, "token": "", "size": 1, "list": []},
    ).recorded
    assert recorded == {"p:token": SECRET, "p:size": "60", "p:list": [1], "p:free": "3"}
    assert "s3cr3t" not in json.dumps(recorded)


def test_defaults_and_values_of_the_project_fill_in() -> None:
    declared = {
        "size": {"type": "integer", "default": 3},
        "flag": False,
        "section": {"type": "object", "default": {}},
        "aws:region": "us-east-1",
    }
    assert check({}, declared).values == {
        "p:size": "3",
        "p:flag": "false",
        "p:section": "{}",
        "aws:region": "us-east-1",
    }
    assert check({"config": {"size": 4, "aws:region": "x"}}, declared).values["p:size"] == "4"


DECLARED = {
    "size": {"type": "integer"},
    "name": {"type": "string"},
    "on": {"type": "boolean", "default": True},
    "section": {"type": "object", "default": {}},
    "list": {"type": "array", "items": {"type": "integer"}, "default": []},
    "token": {"type": "string", "secret": True},
}


def test_good_values_of_every_type() -> None:
    values = {"size": "12", "name": 60, "on": "false", "section": {"a": 1}, "list": ["1", 2], "token": SECRET}
    assert check({"config": values}, DECLARED).values == {
        "p:size": "12",
        "p:name": "60",
        "p:on": "false",
        "p:section": '{"a":1}',
        "p:list": '["1",2]',
        "p:token": "s3cr3t-value",
    }


def test_all_mistakes_are_named_at_once() -> None:
    values = {
        "size": 1.5,
        "on": "yes",
        "section": [1],
        "list": [1, "x"],
        "token": "open-s3cr3t",
        "nmae": "x",
        "a:b:c": 1,
    }
    mistakes = mistakes_in({"config": values, "confg": {}}, DECLARED)
    assert sorted(mistakes) == [
        "a:b:c: is not a key; write <name>, or <namespace>:<name>",
        "confg: unknown; did you mean 'config'?",
        "p:list: must be an array<integer>, got a list",
        "p:name: missing; expected string",
        "p:nmae: not declared in Pulumi.yaml; did you mean 'p:name'?",
        "p:on: must be a boolean, true or false, got 'yes'",
        "p:section: must be an object, a mapping of keys to values, got a list",
        "p:size: must be an integer such as 3, got 1.5",
        "p:token: must be encrypted; set it with `pulumi config set --secret p:token`",
    ]


@pytest.mark.parametrize(
    ("document", "mistake"),
    [
        ({"config": [1]}, "config: must be a mapping of keys to values, got a list"),
        ({"config": {"a": 1, "p:a": 2}}, "p:a: is given already, with the namespace or without"),
        ({"p:size": 3}, "p:size: unknown; write it under config:"),
        ({"environment": ["dev"]}, "environment: not supported by this engine; write the values under config:"),
        ({"secretsprovider": 3}, "secretsprovider: this engine knows only passphrase, got 3"),
        ({"encryptionsalt": 3}, "encryptionsalt: must be text, got 3"),
        (
            {"config": {"a": {"secure": "v1:AAAA:AAAA"}}},
            "p:a: a secret cannot be decrypted: it is damaged, or was made with another key",
        ),
    ],
)
def test_each_mistake_in_its_words(document: dict[str, Any], mistake: str) -> None:
    assert mistakes_in(document) == [mistake]


@pytest.mark.parametrize("value", [SECRET, {"deep": [SECRET]}])
def test_secrets_of_another_provider_are_not_opened(value: Any) -> None:
    told = "secretsprovider: this engine knows only passphrase, got 'awskms://x'"
    assert told in mistakes_in({"secretsprovider": "awskms://x", "config": {"a": value}})


def test_without_secrets_their_provider_is_no_matter() -> None:
    document = {"secretsprovider": "awskms://x", "encryptedkey": "AQIC", "config": {"a": {"b": 1}}}
    assert check(document, {"a": {"type": "object"}}).values["p:a"] == '{"b":1}'


def test_a_null_is_no_value_of_any_type() -> None:
    assert mistakes_in({"config": {"a": None}}, {"a": {"type": "string"}}) == ["p:a: must be a string, got nothing"]


def test_neither_a_secret_nor_what_should_be_one_is_shown() -> None:
    declared = {"a": {"type": "integer"}, "b": {"type": "integer", "secret": True}}
    mistakes = mistakes_in({"config": {"a": SECRET, "b": "open-s3cr3t"}}, declared)
    assert len(mistakes) == 3
    assert not any("s3cr3t" in mistake for mistake in mistakes)


def test_a_project_that_declares_nothing_of_its_own_takes_any_key() -> None:
    assert check({"config": {"any": 1}}, {"aws:region": "x"}).values["p:any"] == "1"


def test_keys_of_other_namespaces_need_no_declaration() -> None:
    assert check({"config": {"kubernetes:context": "x"}}, {"a": 1}).values["kubernetes:context"] == "x"


def test_mistakes_of_the_file_come_first() -> None:
    with pytest.raises(ConfigError) as caught:
        check({"config": 1}, mistakes=("line 3 is wrong",))
    assert caught.value.problems[0] == "line 3 is wrong"
    assert len(caught.value.problems) == 2


def locked(_: str) -> Crypter:
    raise PassphraseError("no passphrase")


def test_a_missing_passphrase_is_said_only_when_all_else_is_right() -> None:
    def check_locked(config: dict[str, Any]) -> None:
        file = StackFile({"config": config, "encryptionsalt": "salt"}, [], project="p", shown="f")
        file.check({}, decrypter(locked, file.salt))

    with pytest.raises(PassphraseError):
        check_locked({"token": SECRET})
    with pytest.raises(ConfigError, match="is not a key"):
        check_locked({"token": SECRET, "a:b:c": 1})


def test_a_secret_without_a_salt_is_a_mistake() -> None:
    file = StackFile({"config": {"token": SECRET}}, [], project="p", shown="f")
    with pytest.raises(ConfigError, match="f: p:token: is encrypted, but the file has no encryptionsalt"):
        file.check({}, decrypter(locked, file.salt))


@given(
    st.dictionaries(
        st.sampled_from(["config", "encryptionsalt", "environment", "secretsprovider", "x"]),
        st.dictionaries(st.sampled_from(["a", "p:a", "x:y", "a:b:c", "secure"]), anything | st.just(SECRET)) | anything,
    ),
    st.sampled_from([None, DECLARED]),
)
def test_no_document_raises_anything_but_our_errors(document: dict[str, Any], declared: Any) -> None:
    problems: tuple[str, ...] = ()
    config = StackConfig({}, frozenset(), {})
    try:
        config = check(document, declared)
    except ConfigError as error:
        problems = error.problems
    assert all(problem.startswith("Pulumi.dev.yaml: ") for problem in problems)
    assert all(isinstance(value, str) for value in config.values.values())
    assert config.secret_keys <= config.values.keys()
