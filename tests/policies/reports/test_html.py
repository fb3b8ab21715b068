"""The page: all of the evidence, nothing from a network, nothing that a value could smuggle in."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from policies.reports.evidence import Evidence, gather
from policies.reports.html import as_html
from tests.policies.reports.verdicts import SECRET, verdict
from tests.policies.stacks import PREFIX, rule

VOID = {"meta", "wbr", "br", "td", "th", "tr"}
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def evidence() -> Evidence:
    rules = [rule("sealed"), rule("named")]
    moment = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return gather(verdict(), rules, rules, subject="strata/dev", commit="abc123", moment=moment)


class Reader(HTMLParser):
    """Collects the text, and checks that what is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def test_all_is_told() -> None:
    reader = read(as_html(evidence()))
    for text in (
        "Policies: strata/dev",
        "2 violations, 2 of them blocking; 1 findings cannot be known before it is deployed",
        "2026-11-21T12:00:00+00:00",
        "abc123",
        f"{PREFIX}bad",
        "a test | of pipes",
        "AWS Foundational Security Best Practices 1.0.0",
        "no rule",
        "switch it on again.",
    ):
        assert text in reader.text
    assert SECRET not in reader.text


def test_it_needs_no_network() -> None:
    page = as_html(evidence())
    assert read(page).links == []
    assert "@import" not in page
    assert "url(" not in page
    assert "<script" not in page


def test_what_is_told_is_text_and_never_markup() -> None:
    page = as_html(replace(evidence(), subject="<script>alert(1)</script>", commit='"><img src=x>'))
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is on PATH")
@pytest.mark.parametrize("width", [420, 1280])
def test_nothing_is_wider_than_the_window_in_a_browser(tmp_path: Path, width: int) -> None:
    probe = "<script>document.title = document.documentElement.scrollWidth + '/' + innerWidth</script></body>"
    page = tmp_path / "page.html"
    page.write_text(as_html(evidence()).replace("</body>", probe))
    command = [
        str(CHROMIUM),
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path / 'profile'}",
    ]
    command += [f"--window-size={width},900", "--dump-dom", page.as_uri()]
    dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    content, _, window = dom.partition("<title>")[2].partition("</title>")[0].partition("/")
    assert int(content) <= int(window)
