"""Files that are no plan are refused with a reason, in bounded memory; nothing in them is believed."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.errors import UsageError
from cli.plans import saved
from cli.plans.sealing import Seal

SEAL = Seal(b"key")


def written(file: Path, **changes: Any) -> None:
    plan = saved.sealed({"basis": {}, "steps": [], "outputs": {}}, SEAL)
    document = {"format": 1, "project": "strata", "stacks": {"dev": plan}} | changes
    file.write_bytes(saved.canonical(document) + b"\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def test_what_is_written_is_read(file: Path) -> None:
    content = {"basis": {"a": 1}, "steps": [{"urn": "u"}], "outputs": {}}
    saved.write(file, "strata", {"dev": saved.sealed(content, SEAL), "prod": saved.sealed({}, SEAL)})
    assert saved.read(file, "strata", "dev", SEAL) == content
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"not a plan", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'{"a":' * 100_000, "not JSON"),
        (b"1" * 10_000, "not JSON"),
        (b"null", "no plan file of Strata"),
        (b"[]", "no plan file of Strata"),
        (b"{}", "no plan file of Strata"),
        (b'{"format":"1"}', "no plan file of Strata"),
        (b'{"format":true}', "no plan file of Strata"),
        (b'{"manifest":{},"resourcePlans":{}}', "no plan file of Strata"),
        (b'{"format":2}', "is of format 2, and this Strata reads 1; plan again"),
        (b'{"format":0}', "is of format 0"),
        (b'{"format":1}', "another project"),
        (b'{"format":1,"project":"strata"}', "holds no plan of dev"),
        (b'{"format":1,"project":"strata","stacks":[]}', "holds no plan of dev"),
        (b'{"format":1,"project":"strata","stacks":{"prod":{}}}', "it holds prod"),
        (b'{"format":1,"project":"strata","stacks":{"dev":{}}}', "was changed"),
        (b'{"format":1,"project":"strata","stacks":{"dev":{"seal":[1]}}}', "was changed"),
        (b'{"format":1,"project":"strata","stacks":{"dev":{"x":NaN}}}', "was changed"),
    ],
)
def test_what_is_no_plan_is_refused(file: Path, content: bytes, reason: str) -> None:
    file.write_bytes(content)
    with pytest.raises(UsageError) as refused:
        saved.read(file, "strata", "dev", SEAL)
    assert reason in str(refused.value)
    assert str(file) in str(refused.value)


@given(content=st.binary(max_size=200) | st.text(alphabet='{}[]":,0123456789abest ', max_size=60).map(str.encode))
def test_nothing_else_comes_of_any_content(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "plan.json"
    file.write_bytes(content)
    with pytest.raises(UsageError):
        saved.read(file, "strata", "dev", SEAL)


def test_a_plan_written_otherwise_is_refused(file: Path) -> None:
    written(file)
    assert saved.read(file, "strata", "dev", SEAL)
    file.write_text(json.dumps(json.loads(file.read_bytes()), indent=2))
    with pytest.raises(UsageError, match="was changed"):
        saved.read(file, "strata", "dev", SEAL)


def test_another_key_is_refused(file: Path) -> None:
    written(file)
    with pytest.raises(UsageError, match="another passphrase"):
        saved.read(file, "strata", "dev", Seal(b"another"))


def test_a_huge_file_is_not_read_to_its_end(file: Path) -> None:
    with file.open("wb") as opened:
        opened.truncate(saved.BYTES_MAX * 1000)
    with pytest.raises(UsageError, match="larger than"):
        saved.read(file, "strata", "dev", SEAL)


def test_what_is_not_a_file_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for place in (pipe, tmp_path, Path("/dev/zero")):
        with pytest.raises(UsageError, match="is not a file"):
            saved.read(place, "strata", "dev", SEAL)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        saved.read(tmp_path / "none", "strata", "dev", SEAL)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError):
        saved.write(tmp_path / "file" / "plan", "strata", {})


def test_a_plan_that_nobody_could_read_is_not_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "BYTES_MAX", 10)
    with pytest.raises(UsageError, match="save fewer stacks"):
        saved.write(file, "strata", {"dev": {}})
    assert not file.exists()
