"""The photographs are taken of the page, the part of it and the window that they name."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from graph.page import as_html
from scripts.browser import chromium
from scripts.screenshots import DESKTOP, PHONE, SHOTS, Shot, photograph
from tests.graph.stacks import small


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="no Chromium is on PATH")
def test_a_photograph_shows_the_part_that_it_names(tmp_path: Path) -> None:
    (tmp_path / "graph-dev.html").write_text(as_html(small()), encoding="utf-8")
    shots = [
        Shot("light", "graph-dev.html", "open=lake", PHONE),
        Shot("dark", "graph-dev.html", "open=lake", PHONE, dark=True),
        Shot("other", "graph-dev.html", "open=desk", PHONE),
    ]
    for shot in shots:
        photograph(shot, tmp_path, tmp_path)
    taken = [(tmp_path / f"{shot.name}.png").read_bytes() for shot in shots]
    assert {struct.unpack(">II", one[16:24]) for one in taken} == {PHONE}
    assert len(set(taken)) == 3


def test_each_page_is_shown_on_desktop_and_phone_light_and_dark() -> None:
    assert len({shot.name for shot in SHOTS}) == len(SHOTS)
    for page in ("graph-dev.html", "policies-dev.html"):
        shots = [shot for shot in SHOTS if shot.page == page]
        assert {shot.size for shot in shots} == {DESKTOP, PHONE}
        assert {shot.dark for shot in shots} == {False, True}
