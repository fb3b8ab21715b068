"""One line in the stack file, and nothing else of it changed."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cli.errors import OperationFailed
from cli.hibernation.section import SECTION, put, remove, written

TEXT = """\
# Settings of dev.
encryptionsalt: v1:abc

config:  # What differs.
  # The region.
  aws:region: eu-central-1
  strata:keys:
    reasons: {deletion: "it: is; #fine"}
"""
VALUE = {"level": "nodes", "reason": 'nobody: "works" # here', "databases": ["a", "b"]}


@pytest.mark.parametrize("text", [TEXT, "config:\n    aws:region: x\n", "config:\n\n  # c\n  a:b: 1\nother: 2\n"])
def test_it_is_put_and_removed_and_the_file_is_as_before(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(text)
    file.chmod(0o640)
    assert written(file) is None
    put(file, VALUE)
    assert written(file) == VALUE
    others = {key: value for key, value in yaml.safe_load(file.read_text())["config"].items() if key != SECTION}
    assert others == yaml.safe_load(text)["config"]
    put(file, VALUE | {"level": "pools"})
    assert written(file) == VALUE | {"level": "pools"}
    assert file.read_text().count(SECTION) == 1
    remove(file)
    remove(file)
    assert file.read_text() == text
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("text", ["config: {}\n", "", "other: 1\n", "config: {a:b: 1}\n"])
def test_a_file_that_it_does_not_fit_into_stays_as_it_is(tmp_path: Path, text: str) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text(text)
    with pytest.raises(OperationFailed, match="cannot be edited by itself; `strata:hibernation: "):
        put(file, VALUE)
    assert file.read_text() == text


def test_a_section_of_several_lines_is_left_to_people(tmp_path: Path) -> None:
    file = tmp_path / "Pulumi.dev.yaml"
    file.write_text("config:\n  strata:hibernation:\n    level: nodes\n  a:b: 1\n")
    with pytest.raises(OperationFailed, match="strata:hibernation is to go under `config:`"):
        remove(file)
    assert written(file) == {"level": "nodes"}


@given(st.dictionaries(st.sampled_from(["level", "reason"]), st.text(max_size=30)))
def test_whatever_the_reason_it_is_read_back(value: dict[str, str]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "Pulumi.dev.yaml")
        file.write_text(TEXT, encoding="utf-8")
        put(file, value)
        assert written(file) == value
        remove(file)
        assert file.read_text(encoding="utf-8") == TEXT
