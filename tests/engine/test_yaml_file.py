"""YAML reads as the official CLI reads it, and every mistake is put in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.yaml_file import describe, read_mapping


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("yaml")


def read(folder: Path, text: str | bytes) -> tuple[dict[str, Any], list[str]]:
    path = folder / "stack.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_mapping(path, "stack.yaml")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("text", "text"),
        ("yes", "yes"),
        ("On", "On"),
        ("true", True),
        ("FALSE", False),
        ("2026-11-21", "2026-11-21"),
        ("12:30:45", "12:30:45"),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("1_000", 1000),
        ("0x1F", 31),
        ("0b101", 5),
        ("0o17", 15),
        ("017", 15),
        ("089", 89.0),
        ("18446744073709551615", 2**64 - 1),
        ("18446744073709551616", 2.0**64),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("1.2.3", "1.2.3"),
        ("'60'", "60"),
        ("[1, {a: b}]", [1, {"a": "b"}]),
        ("{1: a, true: b}", {"1": "a", "true": "b"}),
    ],
)
def test_scalars(folder: Path, text: str, value: object) -> None:
    document, mistakes = read(folder, f"key: {text}")
    assert (document, mistakes) == ({"key": value}, [])
    assert type(document["key"]) is type(value)


def test_aliases_and_merges_are_written_out(folder: Path) -> None:
    text = "a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: *a\n"
    assert read(folder, text) == ({"a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 3}, "c": {"x": 1, "y": 2}}, [])


def test_an_empty_file_is_an_empty_mapping(folder: Path) -> None:
    assert read(folder, "# nothing yet\n") == ({}, [])


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a: [1", "line 1, column 6: expected ',' or ']', but got '<stream end>'"),
        ("a: b: c", "line 1, column 5: mapping values are not allowed here"),
        ("a: 1\n---\nb: 2", "line 2, column 1: but found another document"),
        ("- a\n", "must be a mapping of keys to values, got a list"),
        ("just text", "must be a mapping of keys to values, got 'just text'"),
        ("a: .inf", "line 1, column 4: .inf is not a number that JSON can hold; write text in quotes"),
        ("a: 1e999", "line 1, column 4: this number is too large"),
        (
            "a: !!binary aGk=",
            "line 1, column 4: could not determine a constructor for the tag 'tag:yaml.org,2002:binary'",
        ),
        ("a: !thing 1", "line 1, column 4: could not determine a constructor for the tag '!thing'"),
        ("? [a]\n: 1", "line 1, column 3: a key must be text"),
        ("? ~\n: 1", "line 1, column 3: a key must be text"),
        ("a: !!bool x", "line 1, column 4: 'x' is not of the type bool"),
        ("a: !!map [x]", "line 1, column 4: expected a mapping"),
        ("a: !!int [x]", "line 1, column 4: expected a single value, found a list"),
        ("a: &a [*a]", "nested more than 100 levels deep"),
        ("[" * 3000, "nested too deeply"),
        (b"a: \xff", "byte 3 is not UTF-8; save the file as UTF-8"),
        ("a: \0", "is not YAML: unacceptable character #x0000: special characters are not allowed"),
    ],
)
def test_a_file_that_cannot_be_read_gives_one_mistake(folder: Path, text: str | bytes, mistake: str) -> None:
    assert read(folder, text) == ({}, [f"stack.yaml: {mistake}"])


def test_half_of_a_surrogate_pair_is_a_mistake(folder: Path) -> None:
    document, (mistake,) = read(folder, 'a: "\\ud800"')
    assert document == {}
    assert "surrogates not allowed" in mistake


def test_aliases_that_grow_without_end_are_stopped(folder: Path) -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert read(folder, "\n".join(lines)) == ({}, ["stack.yaml: holds more than 100,000 values, aliases written out"])


def test_every_key_given_twice_is_a_mistake(folder: Path) -> None:
    _, mistakes = read(folder, "a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert sorted(mistakes) == [
        "stack.yaml: line 2: c is given already in line 2",
        "stack.yaml: line 3: a is given already in line 1",
    ]


def test_a_file_that_is_not_there_or_not_a_file_is_a_mistake(tmp_path: Path) -> None:
    assert read_mapping(tmp_path / "x", "x") == ({}, ["x: cannot be read: No such file or directory"])
    assert read_mapping(tmp_path, "x") == ({}, ["x: cannot be read: Is a directory"])


@given(st.text(alphabet=st.sampled_from("ab01:-[]{},&*!|>'\"%@`#?~<. \n\t\\"), max_size=60) | st.text(max_size=40))
@example("<<: *a")
@example("a: &a {<<: *a}")
@example("!!set {a}")
@example("!!int x: 1")
@example("a: !!float ''")
@example("a: !!null [x]")
@example("a: !!str {x: 1}")
@example("a: !!seq x")
@example("<<: [1]")
@example("<<: {a: 1}")
@example("? <<\n? <<")
@example("a: " + "9" * 5000)
@example("a: 0x" + "f" * 5000)
@example("a: !!timestamp 2026-99-99")
@example("a: !!int 0x")
def test_no_text_raises(folder: Path, text: str) -> None:
    document, mistakes = read(folder, text.encode("utf-8", "surrogatepass"))
    assert isinstance(document, dict)
    assert all(mistake.startswith("stack.yaml: ") for mistake in mistakes)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        ({}, "an empty mapping"),
        ({"a": 1}, "a mapping"),
        ([], "an empty list"),
        ([1], "a list"),
        (True, "true"),
        (3, "3"),
        ("x", "'x'"),
        ("x" * 100, f"'{'x' * 56}…"),
    ],
)
def test_describe_uses_the_words_of_yaml(value: object, words: str) -> None:
    assert describe(value) == words
