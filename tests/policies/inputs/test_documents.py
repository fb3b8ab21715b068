"""Files of any kind, hostile ones too: a clear error, in bounded time and memory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.inputs import InputError, documents
from policies.inputs.documents import read_json, read_yaml

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]\n" for level in range(1, 12)
)


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ('{"a": }', ":1:7: is not JSON: Expecting value"),
        (b"\xff\xfe", "is not UTF-8 text: byte 0 is wrong"),
        ("[" * 100_000, "is nested too deep; at most 100 levels are read"),
        ("[" * 101 + "]" * 101, "is nested too deep; at most 100 levels are read"),
    ],
)
def test_json_that_is_none(tmp_path: Path, content: str | bytes, told: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as refused:
        read_json(path)
    assert str(refused.value) == f"{path}{told}" if told.startswith(":") else f"{path}: {told}"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("a: [1", "is not YAML"),
        ("a: &a [*a]", "an alias refers to what it stands in"),
        (LAUGHS, "unfolds to more than 5,000,000 values, which is the most that is checked"),
        ("[" * 50_000, "is nested too deep; at most 100 levels are read"),
        ("a: !!python/object/apply:os.system [true]", "is not YAML: could not determine a constructor"),
        ("", "is empty"),
    ],
)
def test_yaml_that_is_none(tmp_path: Path, content: str, told: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(InputError) as refused:
        read_yaml(path)
    assert str(refused.value).startswith(str(path))
    assert told in str(refused.value)


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder; name a file"):
        read_json(tmp_path)
    with pytest.raises(InputError, match="cannot be read: No such file or directory"):
        read_json(tmp_path / "none")


def test_no_more_of_a_large_file_is_read_than_may_be(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)  # sparse
    with pytest.raises(InputError, match="is larger than 64 MiB"):
        read_json(path)


def test_as_much_as_is_promised_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "VALUES_MAX", 12)
    assert read_json(write(tmp_path, "[1, 2, [3], [4]]")) == [1, 2, [3], [4]]
    with pytest.raises(InputError, match="unfolds to more than"):
        read_json(write(tmp_path, json.dumps([[1, 2, 3], [4, 5, 6], [7, 8, 9]])))


def test_every_document_of_a_yaml_file(tmp_path: Path) -> None:
    assert read_yaml(write(tmp_path, "a: 1\n---\n---\n- b\n")) == [{"a": 1}, ["b"]]


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(VALUES)
def test_json_is_read_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, value: Any) -> None:
    assert read_json(write(tmp_path_factory.getbasetemp(), json.dumps(value))) == value


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = write(tmp_path_factory.getbasetemp(), content)
    for read in (read_json, read_yaml):
        try:
            read(path)
        except InputError as refused:
            assert str(refused).startswith(str(path))  # noqa: PT017 - it need not be refused
