"""The driven browser: what is asked is answered, mistakes are told, and nothing is left behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from scripts import browser as module
from scripts.browser import Browser, BrowserError, chromium

pytestmark = [pytest.mark.slow, pytest.mark.skipif(chromium() is None, reason="no Chromium is on PATH")]


def test_a_page_is_asked_typed_into_and_clicked(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<input id=i><button id=b onclick=\"document.title = i.value + '!'\">go</button>")
    with Browser(500, 400, dark=True) as browser:
        browser.open(page.as_uri())
        assert browser.evaluate("[innerWidth, innerHeight]") == [500, 400]
        assert browser.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
        browser.click("#i")
        browser.type("hello")
        browser.click("#b")
        assert browser.evaluate("document.title") == "hello!"
        assert browser.evaluate("Promise.resolve(3)") == 3
        browser.screenshot(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes()[:4] == b"\x89PNG"


def test_what_a_page_does_wrong_is_remembered(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<script>throw new Error('on purpose')</script><img src='gone.png'>")
    with Browser() as browser:
        browser.open(page.as_uri())
        browser.until("document.images[0].complete")
        assert any("on purpose" in problem for problem in browser.problems)
        assert browser.requests == [page.as_uri(), (tmp_path / "gone.png").as_uri()]
        with pytest.raises(BrowserError, match="nothing is not defined"):
            browser.evaluate("nothing")


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A temporary folder of a short name: Chromium makes a socket in it, whose path the system bounds."""
    with TemporaryDirectory(prefix="b") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr("tempfile.tempdir", None)
        yield Path(folder)


def test_nothing_is_left_behind(temporary: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    with Browser() as browser:
        number = browser._process.pid
        assert list(temporary.iterdir())
    assert list(temporary.iterdir()) == []
    assert not Path(f"/proc/{number}").exists()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_browser_that_ends_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "chromium", lambda: "/bin/true")
    with pytest.raises(BrowserError, match="has ended"), Browser():
        pass


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "chromium", lambda: None)
    with pytest.raises(BrowserError, match="install Chromium"), Browser():
        pass
