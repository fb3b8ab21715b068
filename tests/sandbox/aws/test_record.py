"""What is recorded of a server, and whether it lives."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from sandbox.aws import record
from tests.sandbox.background import command, eventually

SERVER = record.Record(pid=7, port=4566, identity="abc", started="2026-11-21T10:00:00+00:00")


def test_is_read_as_it_was_written_and_only_by_its_owner(tmp_path: Path) -> None:
    record.write(tmp_path, SERVER)
    assert record.read(tmp_path) == SERVER
    assert SERVER.endpoint == "http://127.0.0.1:4566"
    assert stat.S_IMODE((tmp_path / record.RECORD).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [record.RECORD]


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"pid": 7}', '{"pid": 7, "colour": "red"}'])
def test_what_cannot_be_read_is_no_record(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / record.RECORD).write_text(text)
    assert record.read(tmp_path) is None


def test_a_server_lives_as_long_as_it_holds_the_lock(tmp_path: Path) -> None:
    assert record.living(tmp_path) is None
    with record.alive(tmp_path, "abc"):
        assert record.living(tmp_path) == "abc"
    assert record.living(tmp_path) is None
    with record.alive(tmp_path, "de"):
        assert record.living(tmp_path) == "de"


def test_two_cannot_live_in_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "TAKE_OVER_S", 0.1)
    with record.alive(tmp_path, "first"):
        with pytest.raises(TimeoutError, match="another AWS server already lives"), record.alive(tmp_path, "second"):
            pytest.fail("both live")
        assert record.living(tmp_path) == "first"


def test_a_killed_process_no_longer_lives(tmp_path: Path) -> None:
    program = """
import sys, time
from pathlib import Path
from sandbox.aws import record
with record.alive(Path(sys.argv[1]), "abc"):
    time.sleep(60)
"""
    holder = command(program, str(tmp_path))
    try:
        assert eventually(lambda: record.living(tmp_path) == "abc")
    finally:
        os.kill(holder.pid, 9)
        holder.communicate()
    assert record.living(tmp_path) is None
