"""The journal's file survives a torn end, and nothing else that is damaged goes unnoticed."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import journal_file
from engine.errors import StateError
from engine.journal_file import JournalFile

text = st.text(st.characters(exclude_categories=["Cs"]))


def journal(path: Path, *records: dict[str, object]) -> JournalFile:
    file = JournalFile(path, follows="digest", salt="salt")
    for record in records:
        file.append(record)
    return file


def test_reads_back_what_was_appended(tmp_path: Path) -> None:
    file = journal(tmp_path / "j", {"a": 1}, {"b": "\n \ud800"})
    file.finish("next")
    file.close()
    records = journal_file.read(tmp_path / "j")
    assert records == journal_file.JournalRecords("digest", "salt", [{"a": 1}, {"b": "\n \ud800"}], frozenset({"next"}))
    assert (tmp_path / "j").stat().st_mode & 0o777 == 0o600


@given(st.dictionaries(text, text | st.integers() | st.none()))
def test_decode_gives_back_what_was_encoded(record: dict[str, object]) -> None:
    line = journal_file.encode(record)
    assert line.count(b"\n") == 1
    assert journal_file.decode(line[:-1]) == record


@given(st.binary())
def test_decode_takes_nothing_else(line: bytes) -> None:
    assert journal_file.decode(line) is None


@given(st.data())
def test_a_changed_byte_is_found(data: st.DataObject) -> None:
    line = journal_file.encode({"end": 12345})[:-1]
    index = data.draw(st.integers(0, len(line) - 1))
    changed = line[:index] + bytes([line[index] ^ data.draw(st.integers(1, 255))]) + line[index + 1 :]
    assert journal_file.decode(changed) is None


def test_a_torn_end_is_left_out_at_every_byte(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal(path, {"a": 1}, {"b": 2}).close()
    whole = path.read_bytes()
    first, second = whole.index(b"\n") + 1, whole.rindex(b"\n", 0, -1) + 1
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        records = journal_file.read(path)
        if length < first - 1:
            assert records is None
        else:
            assert records is not None
            # A line is whole once all but its line end is there.
            assert records.steps == [{"a": 1}][: length >= second - 1] + [{"b": 2}][: length >= len(whole) - 1]


def test_zeros_after_a_power_failure_are_a_torn_end(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal(path, {"a": 1}).close()
    path.write_bytes(path.read_bytes() + b"\0" * 4096)
    records = journal_file.read(path)
    assert records is not None
    assert records.steps == [{"a": 1}]


def test_damage_before_sound_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "j"
    journal(path, {"a": 1}, {"b": 2}).close()
    path.write_bytes(path.read_bytes().replace(b'{"a":1}', b'{"a":9}'))
    with pytest.raises(StateError, match="line 2 is damaged"):
        journal_file.read(path)


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(journal_file.encode({"journal": 2}))
    with pytest.raises(StateError, match="unknown journal format 2"):
        journal_file.read(tmp_path / "j")


def test_no_file_is_no_journal(tmp_path: Path) -> None:
    assert journal_file.read(tmp_path / "j") is None


def test_a_journal_is_never_written_over(tmp_path: Path) -> None:
    journal(tmp_path / "j").close()
    with pytest.raises(StateError, match="cannot start the journal"):
        journal(tmp_path / "j")


def test_a_full_disk_is_said_and_leaves_no_half_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "j"
    file = journal(path, {"a": 1})
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, line: write(descriptor, line[:5]))
    with pytest.raises(StateError, match="No space left on device"):
        file.append({"b": 2})
    monkeypatch.undo()
    file.append({"c": 3})
    file.close()
    records = journal_file.read(path)
    assert records is not None
    assert records.steps == [{"a": 1}, {"c": 3}]


def test_threads_share_a_sync_and_none_returns_before_its_record_is_durable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = journal(tmp_path / "j")
    started, allowed, syncs = threading.Event(), threading.Event(), []

    def slow_sync(_: int) -> None:
        syncs.append(file._written)
        started.set()
        assert allowed.wait(10)

    monkeypatch.setattr(journal_file, "_sync", slow_sync)
    first = threading.Thread(target=file.sync, args=[file.append({"first": 1})])
    first.start()
    assert started.wait(10)
    others = [threading.Thread(target=file.sync, args=[file.append({"other": index})]) for index in range(5)]
    for thread in others:
        thread.start()
    assert all(thread.is_alive() for thread in others)
    allowed.set()
    for thread in [first, *others]:
        thread.join(10)
    file.close()
    assert syncs == [2, 7]  # the header and the first record; then, at once, the five that waited
