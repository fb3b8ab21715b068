"""A file is replaced as a whole, as long as it is what was read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scaffold.errors import DocumentError
from scaffold.replacing import replace

ROOT = Path(__file__).parents[2]


def test_the_new_text_takes_the_place_of_the_old_with_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace(file, b"old", b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o640)
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to("real")
    replace(link, b"old", b"new")
    assert (link.is_symlink(), (tmp_path / "real").read_bytes()) == (True, b"new")


def test_what_somebody_else_has_changed_is_left(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"theirs")
    with pytest.raises(DocumentError, match="has changed since it was read; nothing was written"):
        replace(file, b"old", b"new")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"theirs", [file])


def test_what_cannot_be_written_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "file"
    file.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DocumentError, match="cannot be written: No space left on device"):
        replace(file, b"old", b"new")
    assert (file.read_bytes(), list(tmp_path.iterdir())) == (b"old", [file])


@pytest.mark.slow
def test_killed_at_any_moment_it_is_the_old_or_the_new(tmp_path: Path) -> None:
    file, texts = tmp_path / "file", (b"a" * 200_000, b"b" * 200_000)
    program = (
        "import sys; from pathlib import Path; from scaffold.replacing import replace\n"
        "file, a, b = Path(sys.argv[1]), b'a' * 200_000, b'b' * 200_000\n"
        "while True: replace(file, a, b); replace(file, b, a)"
    )
    for delay_s in (0.15, 0.2, 0.25, 0.3):
        file.write_bytes(texts[0])
        with subprocess.Popen([sys.executable, "-c", program, str(file)], cwd=ROOT) as process:
            time.sleep(delay_s)
            process.send_signal(signal.SIGKILL)
        assert file.read_bytes() in texts
